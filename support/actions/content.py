"""What a form says about a draft, as plain facts."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class ItemEntry:
    """One content of the draft; ``pk`` of its `RequestedItem`. Money in đồng, None where nothing is stated."""

    pk: int
    wish: str = ""
    product: str = ""
    provider: str = ""
    cost: int | None = None
    own_funds: int | None = None


@dataclass(frozen=True, kw_only=True)
class DraftEntry:
    """A draft as it was filled in."""

    situation: str = ""
    purpose: str = ""
    contact_name: str = ""
    contact_position: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    items: tuple[ItemEntry, ...] = field(default=())
