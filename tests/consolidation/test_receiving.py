"""Reports of other installations are taken over whole and known, once, or refused in words."""

import json
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from common.errors import RuleBroken
from consolidation.actions.receiving import RECEIVE, UnknownInstallation, receive_report, request_receiving
from consolidation.actions.trusting import trust_installation, withdraw_trust
from consolidation.documents import seal
from consolidation.documents.carried import REPORT_JSON, TARGETS_CSV
from consolidation.models import Installation, ReceivedReport
from consolidation.queries.received import received_reports, side_by_side
from jobs.jobs import run
from jobs.models import Job, JobStatus
from journal.models import Entry
from organisations.models import OrganisationKind, Role
from tests.consolidation.sealed import (
    TABLE,
    THEIR_KEY,
    a_paper,
    a_sealed_pdf,
    a_target,
    data_of,
    sealed_bytes,
    the_sealed_pdf,
    their_public_key,
    with_files,
)
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    body = OrganisationFactory(kind=OrganisationKind.MINISTRY)
    return MembershipFactory(organisation=body, role=Role.READER).user


@pytest.fixture
def administrator():
    return AdministratorFactory()


@pytest.fixture
def known(administrator):
    return trust_installation(
        name="Cổng Hưng Yên", public_key=their_public_key(), checked="Gọi điện 25/11/2026", by=administrator
    )


def taken(content, by):
    return receive_report(content=content, name="bao-cao.pdf", by=by)


def refused(content, by):
    with pytest.raises(RuleBroken) as no:
        taken(content, by)
    return no.value


def test_a_whole_report_of_a_known_portal_is_received(ministry, known):
    received = taken(the_sealed_pdf(), ministry)
    assert (received.province, received.year, received.number_line, received.version) == (
        "Hưng Yên",
        2026,
        "05/BC-SKHCN",
        1,
    )
    assert received.installation == known
    with received.file.open("rb") as file:
        assert file.read() == the_sealed_pdf()
    assert Entry.objects.filter(action="receive_report", record_id=received.pk).count() == 1


def test_the_same_report_is_received_once_also_when_it_was_signed_meanwhile(ministry, known):
    taken(the_sealed_pdf(), ministry)
    assert refused(the_sealed_pdf(), ministry).code == "received_before"
    assert refused(the_sealed_pdf() + b"\n% signed", ministry).code == "received_before"
    assert ReceivedReport.objects.count() == 1
    assert len(default_storage.listdir("received")[1]) == 1


def test_a_portal_nobody_confirmed_is_explained_with_its_fingerprint(ministry):
    no = refused(the_sealed_pdf(), ministry)
    assert isinstance(no, UnknownInstallation)
    assert (no.key, no.name) == (their_public_key(), "Cổng Hưng Yên")
    assert seal.fingerprint(no.key) in no.reason
    assert not default_storage.exists("received")


def test_an_altered_report_is_refused_with_every_reason(ministry, known):
    told = json.loads(sealed_bytes(data_of(a_paper())))
    told["targets"] = []
    changed = with_files(a_paper(), (REPORT_JSON, json.dumps(told).encode()), (TARGETS_CSV, TABLE + b"x"))
    no = refused(changed, ministry)
    assert (no.code, len(no.messages)) == ("altered", 3)
    assert ReceivedReport.objects.count() == 0


def test_a_seal_somebody_else_made_in_the_name_of_a_known_portal_is_of_nobody(ministry, known):
    assert refused(a_sealed_pdf(key="77" * 32), ministry).code == "unknown_installation"


def test_what_this_portal_made_itself_is_in_its_library(ministry, settings):
    settings.PORTAL_SEAL_KEY = THEIR_KEY
    assert refused(the_sealed_pdf(), ministry).code == "own_report"


def test_a_portal_whose_trust_was_withdrawn_is_no_longer_believed(ministry, administrator, known):
    taken(the_sealed_pdf(), ministry)
    withdraw_trust(known, why="Mất khóa", by=administrator)
    no = refused(a_sealed_pdf(a_paper(number=6), code="ABCDEFGHJKLN"), ministry)
    assert (no.code, "Mất khóa" in no.reason) == ("withdrawn", True)
    assert ReceivedReport.objects.count() == 1
    with pytest.raises(RuleBroken):
        withdraw_trust(known, why="Lần nữa", by=administrator)


@pytest.mark.parametrize(
    "changes",
    [
        {"report": {"code": "x"}},
        {"report": data_of(a_paper())["report"] | {"number": "5"}},
        {"report": data_of(a_paper())["report"] | {"dated_on": "hôm qua"}},
        {"report": data_of(a_paper())["report"] | {"symbol": "B" * 41}},
        {"report": data_of(a_paper())["report"] | {"number": True}},
        {"province": {}},
    ],
)
def test_data_that_lack_what_the_paper_is_are_refused(ministry, known, changes):
    assert refused(a_sealed_pdf(**changes), ministry).code == "incomplete"


def test_whose_seal_counts_is_said_and_taken_back_by_an_administrator_and_noted_down(
    ministry, administrator, known
):
    for user in (UserFactory(), ministry, SpecialistFactory().user):
        with pytest.raises(RuleBroken) as no:
            withdraw_trust(known, why="x", by=user)
        assert no.value.code == "not_permitted"
    withdraw_trust(known, why="Mất khóa", by=administrator)
    noted = Entry.objects.about(known).order_by("pk")
    assert [(entry.action, entry.by, entry.note, entry.facts["fingerprint"]) for entry in noted] == [
        ("trust_installation", administrator, "Gọi điện 25/11/2026", known.fingerprint),
        ("withdraw_trust", administrator, "Mất khóa", known.fingerprint),
    ]


def test_only_the_ministry_and_administrators_receive(known, administrator):
    stranger = UserFactory()
    assert refused(the_sealed_pdf(), stranger).code == "not_permitted"
    received = taken(the_sealed_pdf(), administrator)
    assert list(ReceivedReport.objects.visible_to(stranger)) == []
    assert list(ReceivedReport.objects.visible_to(administrator)) == [received]


def test_confirming_a_portal_wants_a_key_that_is_one_and_how_it_was_compared(ministry, administrator, known):
    def no(**facts):
        given = {"name": "x", "public_key": their_public_key("aa" * 32), "checked": "y", "by": administrator}
        with pytest.raises(RuleBroken) as caught:
            trust_installation(**given | facts)
        return caught.value.code

    assert no(public_key="x") == "no_key"
    assert no(public_key=seal.public_key()) == "own_key"
    assert no(public_key=their_public_key()) == "known"
    assert no(checked="") == "not_checked"
    assert [no(by=user) for user in (UserFactory(), ministry)] == ["not_permitted"] * 2
    assert Installation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_bring_in_the_same_report_at_once_keep_one(ministry, known):
    content, start, codes = the_sealed_pdf(), threading.Barrier(4), []

    def bring():
        start.wait()
        try:
            taken(content, ministry)
            codes.append("")
        except RuleBroken as no:
            codes.append(no.code)
        finally:
            connection.close()

    people = [threading.Thread(target=bring) for _n in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(codes) == ["", *["received_before"] * 3]
    assert len(default_storage.listdir("received")[1]) == 1


def test_a_large_file_is_read_as_long_work(ministry, known, django_capture_on_commit_callbacks):
    job = request_receiving(content=the_sealed_pdf(), name="lon.pdf", by=ministry)
    assert request_receiving(content=the_sealed_pdf(), name="lon.pdf", by=ministry) == job
    run(job.pk)
    job.refresh_from_db()
    received = ReceivedReport.objects.get()
    assert (job.kind, job.status, job.result) == (RECEIVE, JobStatus.DONE, {"received": received.pk})
    assert default_storage.listdir("received/waiting")[1] == []


def test_a_large_file_that_is_refused_says_why_on_its_page(ministry, client):
    job = request_receiving(content=the_sealed_pdf(), name="lon.pdf", by=ministry)
    run(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.status, seal.fingerprint(their_public_key()) in job.problem) == (JobStatus.FAILED, True)
    client.force_login(ministry)
    assert client.get(reverse("jobs:job_detail", args=[job.pk])).status_code == 200


def test_a_later_version_marks_the_earlier_one(ministry, known):
    first = taken(the_sealed_pdf(), ministry)
    report = data_of(a_paper())["report"] | {"version": 2, "code": "ABCDEFGHJKLN"}
    second = taken(a_sealed_pdf(report=report), ministry)
    assert {r.pk: r.is_replaced for r in received_reports()} == {first.pk: True, second.pk: False}


def test_reports_stand_side_by_side_by_family_and_units_never_mix(ministry, known):
    first = ReceivedReport(data={"targets": [a_target(), a_target(unit="sản phẩm", year_value="0")]})
    second = ReceivedReport(
        data={
            "targets": [
                a_target(unit="sản phẩm", year_value=None, year_nil=True),
                a_target(family_name=None, family=None, indicator="Khác", year_value="NaN", cumulative=5),
            ]
        }
    )
    lines = side_by_side([first, second])
    told = [
        (line.family, line.unit, [len(cell) for cell in line.cells], line.is_one_of_several) for line in lines
    ]
    family = "Doanh nghiệp được hỗ trợ"
    assert told == [
        (family, "doanh nghiệp", [1, 0], True),
        (family, "sản phẩm", [1, 1], True),
        ("", "doanh nghiệp", [0, 1], False),
    ]
    zero, nil = lines[1].cells[0][0], lines[1].cells[1][0]
    assert (zero.year, zero.is_nil, nil.year, nil.is_nil) == (0, False, None, True)
    assert (lines[2].cells[1][0].year, lines[2].cells[1][0].cumulative) == (None, None)
