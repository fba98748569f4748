"""Enterprises, as somebody types them into the search of the portal.

Made for a hundred thousand rows: what is called so and what begins so is found exactly; of those that only hold the words
some hundreds are taken, whichever the database meets first, and the best of them are shown.
"""

from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.search import WHOLE, Hit, Words, answering, best, reasons
from enterprises.models import Enterprise
from enterprises.models.enterprise import PERSONAL
from enterprises.queries.known import core
from enterprises.queries.lookup import tidy_tax_code
from enterprises.queries.masking import shown_tax_code

ENOUGH = 300  # rows that hold the words and are weighed
SHORTEST_CODE = 3  # digits of a tax code begun; fewer begin half the register
TAX_CODE = gettext_lazy("Tax code")


def find_enterprises(user: User, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Enterprises ``user`` may see by name or tax code, in one query.

    A household's code is found by the whole of it only, as in the register.
    """
    seen = Enterprise.objects.visible_to(user)
    if alike:
        found = answering(seen, without_legal_form(words), "folded", alike=True)
    else:
        weighed = Enterprise.objects.filter(pk__in=_candidates(seen, words))
        found = weighed.annotate(rank=_rank(words))
    rows = best(found.select_related("province"), most, "order", "pk")
    return [_hit(each, user, words) for each in rows]


def coded(words: Words) -> Q | None:
    """Enterprises whose tax code is or begins with what was typed; None where it is no code."""
    code = tidy_tax_code(words.text)
    digits = code.replace("-", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) < SHORTEST_CODE:
        return None
    return Q(tax_code=code) | (Q(tax_code__startswith=code) & ~Q(tax_code__regex=PERSONAL))


def named(words: Words) -> Q:
    """Enterprises whose name holds every word."""
    return words.held_by("folded")


def without_legal_form(words: Words) -> Words:
    """What is left of a name without "công ty", "hợp tác xã" …: those are spelt alike in every row."""
    return Words.of(core(words.text)) if core(words.text) else words


def _candidates(seen: "QuerySet[Enterprise]", words: Words) -> QuerySet:
    """Ids of the rows that are weighed: whatever is called so or begins so, and some hundreds that hold the words."""
    begun = seen.filter(folded__startswith=words.folded).order_by("order", "pk")
    ways = [begun[:ENOUGH], seen.filter(named(words)).order_by()[:ENOUGH]]
    code = coded(words)
    if code is not None:
        ways.append(seen.filter(code).order_by("order", "pk")[:ENOUGH])
    whole = seen.filter(folded=words.folded).order_by("pk")[:ENOUGH]
    return whole.values("pk").union(*(way.values("pk") for way in ways))


def _rank(words: Words) -> Case:
    """A code that fits is as good as the whole name."""
    code = coded(words)
    ways = [When(code, then=Value(WHOLE))] if code is not None else []
    return Case(*ways, default=words.rank_in("folded"), output_field=FloatField())


def _hit(enterprise: Enterprise, user: User, words: Words) -> Hit:
    code = shown_tax_code(enterprise, user)
    return Hit(
        key=("enterprise", enterprise.pk),
        title=enterprise.name,
        address=enterprise.get_absolute_url(),
        beside=(str(enterprise.get_kind_display()), str(enterprise.province)),
        because=reasons(words, enterprise.name, [(TAX_CODE, code)]),
        chip=_("demo") if enterprise.is_demo else "",
        rank=enterprise.rank,  # type: ignore[attr-defined] # of the search
    )
