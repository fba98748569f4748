"""Applications and what plans offer, as somebody types them into the search of the portal.

Applications are hundreds of thousands: of those that fit and are in sight by the one rule (``visible_to``) some hundreds
are taken, whichever the database meets first, and the best of them are shown.
"""

from django.db.models import Case, F, FloatField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.access import Someone
from common.search import WHOLE, Hit, Words, answering, best, reasons
from enterprises.models import Enterprise, enterprise_ids_of
from enterprises.queries.finding import named, without_legal_form
from support.models import Application, SupportContent
from support.queries.desk import BEGINS_A_CODE, LIKE_A_NUMBER, meanings
from support.queries.standing import public_words

ENOUGH = 300  # rows that fit and are weighed
TEXT = pgettext_lazy("words of a support content", "In the plan")


def find_applications(user: User, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Applications ``user`` may see by code, number, enterprise or its tax code; the newest of equally good ones first."""
    if not user.is_authenticated:
        return []
    if alike:
        words = without_legal_form(words)
        near = Enterprise.objects.filter(folded__trigram_word_similar=words.folded)
        # distinct, as they are: so the names are found first, by their index, not compared one by one until there are enough
        ways = [Q(enterprise_id__in=near.order_by().values("pk").distinct())]
    else:
        ways = _fitting(user, words)
    visible = Application.objects.visible_to(user)
    fitting = (visible.filter(way).order_by()[:ENOUGH].values("pk") for way in ways)
    seen = Application.objects.filter(pk__in=next(fitting).union(*fitting))
    if alike:
        found = answering(seen, words, "enterprise__folded", alike=True)
    else:
        coded = When(code__iexact=words.text, then=Value(WHOLE))
        named_so = words.rank_in("enterprise__folded")
        found = seen.annotate(rank=Case(coded, default=named_so, output_field=FloatField()))
    found = found.select_related("enterprise__province", "plan__province", "plan__document")
    newest = F("submitted_at").desc(nulls_first=True)
    return [_application(each, user, words) for each in best(found, most, newest, "-pk")]


def find_contents(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public
    """What plans offer to enterprises; words may also name the plan or its province."""
    contents = SupportContent.objects.select_related("plan__province", "plan__document")
    found = answering(contents, words, "folded", "plan__folded", alike=alike)
    newest = ("-plan__year_from", "plan__province__order", "plan_id", "position", "pk")
    return [
        Hit(
            key=("content", content.pk),
            title=content.short,
            address=content.get_absolute_url(),
            beside=(str(content.plan.province), content.plan.document.designation),
            because=reasons(words, content.short, [(TEXT, content.text)]),
            chip="" if content.is_open else _("closed by DOST"),
            rank=content.rank,
        )
        for content in best(found, most, *newest)
    ]


def _fitting(user: User, words: Words) -> list[Q]:
    """By code or number where it looks like one (a household's code as the desk has it), else by the enterprise's name."""
    if words.folded.startswith(BEGINS_A_CODE) or LIKE_A_NUMBER.match(words.text):
        return meanings(words.text, user)
    return [Q(enterprise_id__in=Enterprise.objects.filter(named(words)).values("pk"))]


def _application(application: Application, user: User, words: Words) -> Hit:
    """A line of the search. Whoever acts for the enterprise reads where it stands in the applicant's words."""
    enterprise = application.enterprise
    is_own = enterprise.pk in enterprise_ids_of(user)
    state = public_words(application) if is_own else application.get_state_display()
    return Hit(
        key=("application", application.pk),
        title=" · ".join(filter(None, [application.code, enterprise.name])),
        address=application.get_absolute_url(),
        beside=(str(state), str(application.plan)),
        because=reasons(words, f"{application.code} {enterprise.name}", []),
        chip=_("demo") if application.is_demo else "",
        rank=application.rank,  # type: ignore[attr-defined] # of the search
    )
