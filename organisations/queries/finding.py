"""Provinces and organisations, as somebody types them into the search of the portal."""

import datetime as dt

from django.db.models import Case, Exists, FloatField, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.access import Someone
from common.search import SCATTERED, WHOLE, Hit, Words, answering, best, reasons
from common.templatetags.formats import vn_date
from organisations.models import Organisation, OrganisationAlias, Province

ALIAS = gettext_lazy("Also written")


def find_provinces(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public
    """Provinces, present and former, by name; everybody finds them."""
    today = timezone.localdate()
    found = answering(Province.objects.all(), words, "folded", alike=alike)
    return [
        Hit(
            key=("province", province.pk),
            title=province.full_name[:1].upper() + province.full_name[1:],
            address=province.get_absolute_url(),
            chip=_ended(province, today),
            rank=province.rank,
        )
        for province in best(found, most, "order", "pk")
    ]


def find_organisations(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Organisations by name, other spellings and province; for those who signed in. Two queries."""
    if not user.is_authenticated:
        return []
    there = Organisation.objects.select_related("province").prefetch_related("aliases")
    if alike:
        found = answering(there, words, "folded", alike=True)
    else:
        holding = _in_the_name(words)
        for part in words.parts:
            holding &= _named(words, part) | words.holding(part, "province__folded")
        named = OrganisationAlias.objects.filter(organisation=OuterRef("pk"), folded=words.folded)
        rank = Case(
            When(Exists(named), then=Value(WHOLE)),
            default=words.rank_in("folded", alone=False),
            output_field=FloatField(),
        )
        found = there.filter(holding).annotate(rank=rank)
    today = timezone.localdate()
    return [_hit(each, words, today) for each in best(found, most, "order", "pk")]


def _in_the_name(words: Words) -> Q:
    """At least one word is not only the province's: a province's name alone does not mean all of its bodies."""
    whole = Q()
    for part in words.parts:
        whole |= _named(words, part)
    return whole


def _named(words: Words, part: str) -> Q:
    """The word stands in the name or in another spelling of it."""
    alias = OrganisationAlias.objects.filter(words.holding(part, "folded"), organisation=OuterRef("pk"))
    return words.holding(part, "folded") | Q(Exists(alias))


def _hit(organisation: Organisation, words: Words, today: dt.date) -> Hit:
    province = str(organisation.province or "")
    aliases = [(ALIAS, alias.text) for alias in organisation.aliases.all()]
    return Hit(
        key=("organisation", organisation.pk),
        title=organisation.name,
        address=organisation.get_absolute_url(),
        beside=(province, str(organisation.get_kind_display())),
        because=reasons(words, f"{organisation.name} {province}", aliases),
        chip=_ended(organisation, today),
        rank=getattr(organisation, "rank", SCATTERED),
    )


def _ended(row: Province | Organisation, today: dt.date) -> str:
    """ "until 30/06/2025" of what no longer is."""
    ended = row.valid_to is not None and row.valid_to < today
    return _("until %(day)s") % {"day": vn_date(row.valid_to)} if ended and row.valid_to else ""
