"""Everything an enterprise may see of its own, as one ZIP, for its managers."""

import datetime as dt
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from common.errors import RuleBroken
from jobs.models import Job
from journal.models import Entry
from support.actions.messages import send
from support.actions.own_data import ask_for_own_data
from support.exports.large import drop_old_exports, export_own_data
from support.exports.own_data import write_own_data
from support.models import Message
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import SupportFactory, support_stage
from tests.support.desk import proposed
from tests.support.papers import a_file

pytestmark = pytest.mark.django_db


class Told:
    """Progress nobody looks at."""

    job_id = 1

    def tell(self, **facts):
        pass


@pytest.fixture
def here():
    return support_stage()


def packed(enterprise):
    with write_own_data(enterprise) as held:
        return ZipFile(BytesIO(held.read()))


def test_it_holds_tables_for_people_a_list_for_machines_and_the_papers(here):
    application = here.submitted(purpose="Giảm lãng phí")
    a_file(application, "../../đơn.pdf")
    SupportFactory(enterprise=here.enterprise, content=here.content)
    archive = packed(here.enterprise)
    data = json.loads(archive.read("du-lieu.json"))
    assert [row["purpose"] for row in data["ho-so"] if row["code"] == application.code] == ["Giảm lãng phí"]
    assert [len(data[name]) for name in ("doanh-nghiep", "nguoi", "ho-tro")] == [1, 1, 1]
    assert archive.read("bang/ho-so.csv").startswith(b"\xef\xbb\xbfid,code")
    papers = [name for name in archive.namelist() if name.startswith("tep/")]
    assert [name.split("/")[1:] for name in papers] == [
        [application.code, f"{application.attachments.get().pk}-đơn.pdf"]
    ]
    assert archive.testzip() is None


def test_nothing_that_stays_inside_dost_is_in_it(here):
    application = proposed(here)
    a_file(application, "kin.pdf", message=send(application, text="Nội bộ", by=here.leader, is_internal=True))
    send(application, text="Chào doanh nghiệp", by=here.specialist)
    a_file(application, "bien-ban.pdf", is_minutes=True)
    archive = packed(here.enterprise)
    everything = " ".join(archive.namelist()) + archive.read("du-lieu.json").decode()
    inside = ("Nội bộ", "kin.pdf", "bien-ban.pdf", "Theo báo giá", here.specialist.full_name, "50000000")
    assert [words for words in inside if words in everything] == []
    assert "Chào doanh nghiệp" in everything


def test_nothing_of_another_enterprise_is_in_it(here):
    other = support_stage().submitted(purpose="Của người khác")
    Message.objects.create(application=other, text="Riêng", written_by=here.specialist)
    data = packed(here.enterprise).read("du-lieu.json").decode()
    assert ("Của người khác" in data, "Riêng" in data) == (False, False)


def test_a_cell_is_never_a_formula_and_a_household_has_its_own_code_whole(here):
    here.enterprise.tax_code = "001099012345"
    here.enterprise.save()
    here.submitted(purpose="=1+1")
    archive = packed(here.enterprise)
    assert "'=1+1" in archive.read("bang/ho-so.csv").decode()
    assert "001099012345" in archive.read("bang/doanh-nghiep.csv").decode()


def test_a_paper_that_is_gone_is_named(here):
    file = a_file(here.submitted(), "mat.pdf")
    default_storage.delete(file.file.name)
    archive = packed(here.enterprise)
    assert "mat.pdf" in archive.read("thieu.txt").decode()


def test_a_manager_asks_once_and_fetches_it_and_the_journal_says_so(here):
    address = f"/ho-so/du-lieu/{here.enterprise.pk}/"
    client = here.client(here.applicant)
    client.post(address)
    client.post(address)
    job = Job.objects.get()
    result = export_own_data(job.asked_for, Told())
    Job.objects.filter(pk=job.pk).update(
        status="done", ended_at=timezone.now(), result={**result, "job": job.pk}
    )
    answer = client.get(f"/ho-so/du-lieu/tep/{job.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Entry.objects.about(here.enterprise).filter(action="export_own_data").count() == 1
    here.enterprise.people.update(role="member")
    assert client.get(f"/ho-so/du-lieu/tep/{job.pk}/").status_code == 403


def test_members_and_dost_may_not(here):
    member = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    for user in (member, here.specialist, here.leader):
        assert here.client(user).post(f"/ho-so/du-lieu/{here.enterprise.pk}/").status_code == 403
        with pytest.raises(RuleBroken):
            ask_for_own_data(here.enterprise, by=user)


def test_after_a_week_the_file_goes(here):
    name = default_storage.save("exports/x.zip", BytesIO(b"PK"))
    Job.objects.create(
        kind="support.own_data", title="x", owner=here.applicant, status="done",
        ended_at=timezone.now() - dt.timedelta(days=8), result={"file": name, "job": 1},
    )  # fmt: skip
    drop_old_exports()
    assert default_storage.exists(name) is False
