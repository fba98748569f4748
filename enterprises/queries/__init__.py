"""Finding enterprises, judging their tax codes, and their people."""

from enterprises.queries.lookup import Lookup, Named, look_up
from enterprises.queries.masking import masked, shown_tax_code
from enterprises.queries.people import has_confirmed_address, people_of_enterprises
from enterprises.queries.search import found_by, nameable

__all__ = [
    "Lookup",
    "Named",
    "found_by",
    "has_confirmed_address",
    "look_up",
    "masked",
    "nameable",
    "people_of_enterprises",
    "shown_tax_code",
]
