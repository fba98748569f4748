"""Write outlines: copy to a new version, change the draft, publish, withdraw, throw a draft away."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.models import Province
from programmes.models import LegalDocument
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import Section, from_row
from reporting.documents.soundness import flaws_of
from reporting.models import Outline

STALE = "stale"
LONGEST_KEY = 60


@dataclass(frozen=True)
class OutlineContent:
    """What somebody wrote into a draft."""

    title: str
    intro: tuple[str, str]
    closing: str
    sections: tuple[Section, ...]
    valid_from_year: int
    evidence: str = ""
    basis: LegalDocument | None = None


@transaction.atomic
def copy_outline(*, source: Outline, province: Province | None, by: User) -> Outline:
    """A draft of the next version, for the country (``province`` None) or a province, with the words of ``source``.

    One that is being written already is returned instead of a second one. RuleBroken: not permitted.
    """
    source = Outline.objects.select_for_update(no_key=True, of=("self",)).get(pk=source.pk)
    _permitted(by, Outline(province=province))
    key = _family(source, province)
    versions = Outline.objects.filter(key=key)
    draft = versions.filter(published_at__isnull=True).first()
    if draft is not None:
        return draft
    last = versions.aggregate(last=Max("version"))["last"] or 0
    words = (
        "programme_id",
        "kind",
        "valid_from_year",
        "title",
        "intro",
        "closing",
        "sections",
        "evidence",
        "basis_id",
    )
    made = Outline.objects.create(
        key=key,
        version=last + 1,
        province=province,
        based_on=source,
        created_by=by,
        **{name: getattr(source, name) for name in words},
    )
    note_down(made, "copy_outline", by=by, source=source.pk)
    return made


@transaction.atomic
def save_outline(*, outline: Outline, content: OutlineContent, edition: int, by: User) -> Outline:
    """Store what was written into a draft.

    RuleBroken: not permitted, published meanwhile, another edition than ``edition`` (code ``stale``), or flaws, such as a
    placeholder nobody knows, each named with its place.
    """
    row = _draft(outline, by)
    if row.edition != edition:
        raise RuleBroken(_("Somebody saved this outline meanwhile; nothing was overwritten."), code=STALE)
    row.title, row.closing, row.intro = content.title, content.closing, list(content.intro)
    row.sections = [asdict(section) for section in content.sections]
    row.valid_from_year, row.evidence, row.basis = content.valid_from_year, content.evidence, content.basis
    _sound(row)
    row.edition, row.changed_at, row.changed_by = row.edition + 1, timezone.now(), by
    row.save()
    note_down(row, "save_outline", by=by, edition=row.edition)
    return row


@transaction.atomic
def publish_outline(*, outline: Outline, edition: int, by: User) -> Outline:
    """Publish a draft as read in ``edition``: from now on new reports follow it, and it never changes.

    RuleBroken as for ``save_outline``. Reports that follow an older version keep it.
    """
    row = _draft(outline, by)
    if row.edition != edition:
        raise RuleBroken(_("Somebody saved this outline meanwhile; read it again first."), code=STALE)
    _sound(row)
    row.published_at, row.published_by = timezone.now(), by
    row.save(update_fields=["published_at", "published_by"])
    note_down(row, "publish_outline", by=by, valid_from_year=row.valid_from_year)
    return row


@transaction.atomic
def withdraw_outline(*, outline: Outline, by: User) -> Outline:
    """Let no new report follow a published outline; those that follow it go on.

    RuleBroken: not permitted, a draft, withdrawn already, or the only one there is for such reports.
    """
    row = _locked(outline, by)
    if not row.is_followed:
        raise RuleBroken(_("Only a published outline is withdrawn."))
    same = Outline.objects.published().filter(programme_id=row.programme_id, kind=row.kind)
    if row.province_id is None and not same.filter(province__isnull=True).exclude(pk=row.pk).exists():
        raise RuleBroken(_("It is the only national outline for such reports; publish another one first."))
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note_down(row, "withdraw_outline", by=by)
    return row


@transaction.atomic
def discard_outline(*, outline: Outline, by: User) -> None:
    """Throw a draft away; nothing follows it. RuleBroken: not permitted, or published."""
    row = _draft(outline, by)
    note_down(row, "discard_outline", by=by, key=row.key, version=row.version)
    row.delete()


def _family(source: Outline, province: Province | None) -> str:
    """The key of the family of the source's programme and kind that belongs to the country or the province."""
    family = Outline.objects.filter(programme_id=source.programme_id, kind=source.kind, province=province)
    known = family.order_by("pk").values_list("key", flat=True).first()
    own = f"{source.kind.replace('_', '-')}-{source.programme.key.lower()}-{province.slug if province else 'vn'}"
    return known or own[:LONGEST_KEY]


def _sound(row: Outline) -> None:
    """RuleBroken with every flaw and its place."""
    written = from_row(row)
    groups = set(row.programme.task_groups.values_list("code", flat=True))
    found = [f"{_place(written, flaw.row)}{flaw.words}" for flaw in flaws_of(written, groups)]
    if found:
        raise RuleBroken(" ".join(found), code="flawed")


def _place(written: Written, row: int | None) -> str:
    if row is None:
        return ""
    section = written.sections[row]
    return f"{section.number} {section.heading}: ".lstrip()


def _locked(outline: Outline, by: User) -> Outline:
    rows = Outline.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "programme", "province"
    )
    row = rows.get(pk=outline.pk)
    _permitted(by, row)
    return row


def _draft(outline: Outline, by: User) -> Outline:
    row = _locked(outline, by)
    if not row.is_draft:
        raise RuleBroken(
            _("A published outline does not change. Copy it to a new version."), code="published"
        )
    return row


def _permitted(by: User, row: Outline) -> None:
    if not by.has_perm("reporting.edit_outline", row):
        raise RuleBroken(
            _("DOST writes the outlines of its province, the administrator the national ones."),
            code="not_permitted",
        )
