"""Who has had a content already: the standing supports of a family of tax codes."""

from collections.abc import Collection

from support.models import Support


def standing_supports(family: str, kins: Collection[str]) -> dict[str, Support]:
    """The standing support of ``family`` for each of ``kins`` that has one (the earliest), with its application and plan.

    ``family`` is `Enterprise.family`: the ten digits a parent and its branches share, or a household's twelve. ``kins`` are
    `SupportContent.kin`, which contents of several plans share where they are one content. Supports given up do not stand.
    Supports of every plan are found, also of plans that do not say "once"; one query.
    """
    if not family or not kins:
        return {}
    found = Support.objects.standing().filter(family=family, kin__in=set(kins))
    related = ("item__application__enterprise", "content__plan__document", "content__plan__province")
    by_kin: dict[str, Support] = {}
    for support in found.select_related(*related).order_by("granted_on", "pk"):
        by_kin.setdefault(support.kin, support)
    return by_kin
