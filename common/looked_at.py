"""Told by the administration, which knows nothing of the journal: whoever keeps account of readings listens."""

from django.dispatch import Signal

opened = Signal()  # sender: the model; request, record: somebody opened the page of a row
taken_along = Signal()  # sender: the model; request, keys: somebody took these rows along in a file
