"""What floors above may hear of accounts."""

from django.dispatch import Signal

# user: whose account it is · what: the act, as the journal names it · by: who did it (None: nobody signed in) · facts
happened = Signal()
