"""Finding enterprises."""

from enterprises.queries.lookup import Lookup, Named, look_up
from enterprises.queries.search import found_by, same_named

__all__ = ["Lookup", "Named", "found_by", "look_up", "same_named"]
