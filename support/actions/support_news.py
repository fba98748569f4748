"""Telling the other side of a granted support what happened; each event is told once."""

from django.utils import translation
from django.utils.functional import Promise

from accounts.models import User
from enterprises.queries.people import people_of_enterprises
from outbox.actions import notify
from support.models import Support
from support.queries.audience import desk_people

KIND = "support"


def tell_enterprise(
    support: Support, event: str, title: str | Promise, body: str | Promise = "", **facts: object
) -> int:
    """Tell whoever acts for the enterprise. ``event`` names what happened to this support, once ("pay-12").

    ``facts`` are put into title and body where there are any ("%(amount)s"), in the language of the notices.
    """
    people = people_of_enterprises([support.enterprise_id])[support.enterprise_id]
    return _tell(people, support, event, (title, body), facts)


def tell_dost(
    support: Support, event: str, title: str | Promise, body: str | Promise = "", **facts: object
) -> int:
    """Tell who handles the application at DOST."""
    return _tell(desk_people(support.item.application), support, event, (title, body), facts)


def _tell(
    people: list[User],
    support: Support,
    event: str,
    said: tuple[str | Promise, str | Promise],
    facts: dict[str, object],
) -> int:
    with translation.override("vi"):
        head, text = (str(words) % facts if facts else str(words) for words in said)
        about = f"{support.content}, {support.enterprise}"
    return notify(
        people,
        kind=KIND,
        key=f"support:{support.pk}:{event}",
        title=head,
        body=text,
        url=support.get_absolute_url(),
        about=about,
        province=support.content.plan.province,
    )
