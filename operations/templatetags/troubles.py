"""What is out of order, for pages that are made without a request."""

from django import template

from common.outages import Outage
from operations.queries.troubles import OF_OUTAGE, Trouble
from operations.watching import known

register = template.Library()


@register.simple_tag
def troubles_of_all(told: str = "") -> list[Trouble]:
    """What everybody is told, but for the outage ``told`` that the page itself speaks of. Asks nothing of anything."""
    spoken_of = OF_OUTAGE.get(Outage(told)) if told else None
    return [trouble for trouble in known() if trouble.is_for_all and trouble != spoken_of]
