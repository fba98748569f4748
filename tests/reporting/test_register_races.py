"""Units that work on one register at the same moment: nothing vanishes under another, nobody is left untold."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from common.errors import RuleBroken
from organisations.models import Role
from outbox.models import Notice
from programmes.models import LegalDocument
from reporting.actions import submissions as steps
from reporting.actions.claims import decide_claim
from reporting.actions.content import Citation, Content, DocumentEntry, LineEntry
from reporting.actions.entry import save_content
from reporting.actions.look_alikes import use_registered
from reporting.actions.parts import AskedPart
from reporting.actions.record_rows import SupportEntry
from reporting.actions.records import write_records
from reporting.actions.workbooks import keep_upload
from reporting.models import (
    ClaimRuling,
    DocumentSection,
    DoubleClaim,
    Figure,
    IssuedDocument,
    Part,
    Submission,
    SupportedEnterprise,
)
from reporting.queries.claims import double_claims
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.reporting import stage
from tests.reporting.naming import name_enterprises
from tests.reporting.test_claims import REASON, another_unit
from tests.reporting.test_step_races import at_once
from tests.reporting.test_submissions import filled

pytestmark = pytest.mark.django_db(transaction=True)


def today():
    return timezone.localdate()


def cited(number):
    return Citation(
        kind="letter",
        number_and_symbol=number,
        issued_on=dt.date(2026, 3, 17),
        issuer_text="Sở Khoa học và Công nghệ",
        abstract="hướng dẫn",
    )


def reports(form, person, *numbers):
    entries = tuple(
        DocumentEntry(citation=cited(number), section=DocumentSection.MANAGEMENT) for number in numbers
    )
    form.refresh_from_db()
    return save_content(form, content=Content(documents=entries), version=form.version, by=person, on=today())


def test_two_units_that_claim_one_enterprise_at_once_are_both_told():
    here = stage()
    figure, focal = another_unit(here)
    Figure.objects.filter(pk=here.figure.pk).update(counted_as="enterprises")
    name_enterprises(here.figure, "Công ty B", by=here.focal)  # both forms are begun, the enterprise is known
    name_enterprises(figure, "Công ty A", by=focal, content="khác")
    enterprise = figure.supported.get().enterprise_id

    def claims(of, person):
        form = Submission.objects.get(lines__figures=of)
        entry = SupportEntry(figure=of.pk, enterprise=enterprise, content="5S")
        return lambda: write_records(form, records=[entry], by=person, on=today())

    assert at_once(claims(here.figure, here.focal), claims(figure, focal)) == ["done", "done"]
    assert {n.user for n in Notice.objects.filter(key__endswith=":found")} >= {here.focal, focal}


def test_a_record_that_goes_while_dost_rules_on_it_ends_in_one_of_the_two():
    here = stage()
    figure, focal = another_unit(here)
    name_enterprises(here.figure, "Công ty A", by=here.focal)
    name_enterprises(figure, "Công ty A", by=focal)
    [claim] = double_claims(here.period)
    kept = claim.supports[0]
    owner = here.focal if kept.figure_id == here.figure.pk else focal
    outcomes = at_once(
        lambda: decide_claim(
            here.period, support=claim.pk, kept=kept.pk, ruling=ClaimRuling.ONE, reason=REASON,
            by=here.specialist, seen="",
        ),
        lambda: write_records(
            kept.figure.line.submission,
            records=[SupportEntry(pk=kept.pk, figure=kept.figure_id, remove=True)], by=owner, on=today(),
        ),
    )  # fmt: skip
    assert outcomes[0] in {"done", "gone"}
    assert outcomes[1] == "done"
    assert not SupportedEnterprise.objects.filter(pk=kept.pk).exists()
    assert DoubleClaim.objects.filter(kept=kept.pk).count() == 0


def test_two_units_that_each_take_the_others_wording_end_with_one_document():
    here = stage()
    unit = OrganisationFactory(province=here.plan.province, name="Sở Nông nghiệp")
    focal = MembershipFactory(organisation=unit, role=Role.FOCAL_POINT).user
    other = here.period.submissions.create(organisation=unit)
    reports(here.submission, here.focal, "955/SKHCN-TĐC")
    reports(other, focal, "955/SKH-CN-TĐC")
    mine, theirs = IssuedDocument.objects.order_by("pk")
    outcomes = at_once(
        lambda: use_registered(mine, document_id=theirs.document_id, by=here.focal, on=today()),
        lambda: use_registered(theirs, document_id=mine.document_id, by=focal, on=today()),
    )
    assert sorted(outcomes) == ["done", "stale"]
    assert len(set(IssuedDocument.objects.values_list("document", flat=True))) == 1


def test_a_document_dost_answers_with_is_not_rewritten_by_the_unit_that_entered_it():
    here = stage()
    reports(here.submission, here.focal, "955/SKHCN-TĐC")
    issued = IssuedDocument.objects.get()
    statement = here.submission.statements.create(kind="obstacle", text="Thiếu kinh phí")
    statement.answers.create(
        answered_by="Sở", answered_on=today(), text="Đã ghi nhận.", document=issued.document,
        noted_by=here.specialist,
    )  # fmt: skip
    entry = DocumentEntry(pk=issued.pk, citation=cited("956/SKHCN-TĐC"), section=DocumentSection.MANAGEMENT)
    form = here.submission
    save_content(form, content=Content(documents=(entry,)), version=form.version, by=here.focal, on=today())
    issued.refresh_from_db()
    assert issued.document.number_and_symbol == "956/SKHCN-TĐC"
    assert statement.answers.get().document.number_and_symbol == "955/SKHCN-TĐC"


def test_a_closed_list_of_documents_does_not_change_through_an_open_activity():
    here = stage()
    save_content(here.submission, content=filled(here), version=1, by=here.focal, on=today())
    reports(here.submission, here.focal, "955/SKHCN-TĐC")
    host = LineEntry(
        heading="Hội chợ", narrative="Đã tổ chức.", is_integrated=True, host=cited("955/SKHCN-TĐC")
    )
    form = here.submission
    save_content(form, content=Content(lines=(host,)), version=form.version, by=here.focal, on=today())
    steps.hand_in(here.submission, by=here.focal, on=today())
    steps.certify(here.submission, by=here.leader, on=today())
    part = AskedPart(part=Part.INTEGRATED, reason="Sửa căn cứ.")
    steps.send_back(here.submission, by=here.specialist, parts=[part])
    form, line = here.submission, here.submission.lines.get(attribution="integrated")
    changed = LineEntry(
        pk=line.pk,
        heading="Hội chợ",
        narrative="Đã tổ chức.",
        is_integrated=True,
        host=cited("956/SKHCN-TĐC"),
    )
    save_content(form, content=Content(lines=(changed,)), version=form.version, by=here.focal, on=today())
    line.refresh_from_db()
    assert line.host.number_and_symbol == "956/SKHCN-TĐC"
    assert form.issued_documents.get().document.number_and_symbol == "955/SKHCN-TĐC"
    assert LegalDocument.objects.filter(number_and_symbol__endswith="/SKHCN-TĐC").count() == 2


def test_a_workbook_for_a_form_that_is_gone_leaves_no_file():
    here = stage()
    gone = here.submission
    Submission.objects.filter(pk=gone.pk).delete()
    with pytest.raises(RuleBroken) as no:
        keep_upload(gone, content=b"x", name="x.xlsx", sha256="0", dry_run={}, by=here.focal)
    folder = Path(settings.MEDIA_ROOT) / "workbooks" / str(gone.pk)
    assert (no.value.code, list(folder.glob("*")) if folder.exists() else []) == ("moved", [])
