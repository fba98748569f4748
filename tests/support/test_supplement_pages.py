"""The pages of asking and answering: by people of both sides, with files, nothing lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organisations.queries import working_calendar
from support.actions import supplements
from support.models import Application
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import RequiredPaperFactory, SupportProcedureFactory, support_stage

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def here():
    stage = support_stage()
    SupportProcedureFactory(plan=stage.plan)
    return stage


def asked(here, application, points=("Báo cáo tài chính", "Chứng chỉ")):
    today = timezone.localdate()
    return supplements.ask(
        application,
        reason="Hồ sơ còn thiếu.",
        points=points,
        due_on=working_calendar().shift(today, 5),
        by=here.specialist,
        on=today,
        now=timezone.now(),
    )


def url(application, page="bo-sung"):
    return f"/ho-so/{application.pk}/{page}/"


def form_of(client, application):
    return client.get(url(application)).context["form"]


def typed(form, **others):
    return {name: form[name].value() or "" for name in ("seen", "head-form", "answer")} | others


def pdf(name="bao-cao.pdf", body=PDF):
    return SimpleUploadedFile(name, body, "application/pdf")


def test_dost_asks_for_missing_papers_and_what_it_types(here):
    application = here.submitted()
    RequiredPaperFactory(plan=here.plan, name="Báo cáo tài chính")
    client = here.client(here.specialist)
    page = client.get(url(application, "yeu-cau-bo-sung"))
    form = page.context["form"]
    assert here.applicant.email in page.content.decode()
    assert form["due_on"].value() == working_calendar().shift(timezone.localdate(), 10)
    (noticed,) = [key for key, _label in form.fields["picked"].choices]
    data = {
        "picked": [noticed],
        "typed": "- Bản sao chứng chỉ\n\n- Kế hoạch",
        "reason": "Thiếu.",
        "due_on": form["due_on"].value().strftime("%d/%m/%Y"),
    }
    assert client.post(url(application, "yeu-cau-bo-sung"), data).status_code == 302
    points = application.supplements.get().points.values_list("text", flat=True)
    assert list(points) == [noticed, "Bản sao chứng chỉ", "Kế hoạch"]


def test_a_request_with_a_wrong_day_keeps_everything_typed(here):
    application = here.submitted()
    data = {"typed": "Chứng chỉ", "reason": "Thiếu.", "due_on": "01/01/2020"}
    page = here.client(here.specialist).post(url(application, "yeu-cau-bo-sung"), data)
    text = page.content.decode()
    assert (page.status_code, "Chứng chỉ" in text, "01/01/2020" in text) == (409, True, True)
    assert application.supplements.count() == 0


def test_the_enterprise_keeps_a_draft_with_a_file_and_sends_it_later(here):
    application = here.submitted()
    request = asked(here, application)
    client = here.client(here.applicant)
    first, second = request.points.all()
    data = typed(
        form_of(client, application),
        save="draft",
        **{f"point-{first.pk}": "Xin gửi", f"files-{second.pk}": pdf()},
    )
    assert client.post(url(application), data).status_code == 302
    application.refresh_from_db()
    assert (application.state, second.attachments.get().name) == ("supplement", "bao-cao.pdf")
    dost = here.client(here.specialist).get(f"/ho-so/{application.pk}/").content.decode()
    assert "Xin gửi" not in dost
    data = typed(form_of(client, application), save="send", **{f"point-{first.pk}": "Xin gửi"})
    assert client.post(url(application), data).status_code == 302
    application.refresh_from_db()
    assert application.state == "submitted"
    dost = here.client(here.specialist).get(f"/ho-so/{application.pk}/").content.decode()
    assert ("Xin gửi" in dost, "bao-cao.pdf" in dost) == (True, True)


def test_a_wrong_file_is_named_at_its_point_and_the_words_stay(here):
    application = here.submitted()
    request = asked(here, application)
    client = here.client(here.applicant)
    first, second = request.points.all()
    bad = {
        f"point-{first.pk}": "Xin gửi",
        f"files-{second.pk}": [pdf("trang.pdf", b"<html></html>"), pdf("rong.pdf", b"")],
    }
    page = client.post(url(application), typed(form_of(client, application), save="send", **bad))
    assert (page.status_code, "Xin gửi" in page.content.decode()) == (200, True)
    errors = page.context["form"].errors
    assert list(errors) == [f"files-{second.pk}"]
    assert [e[1:9] for e in errors[f"files-{second.pk}"]] == ["trang.pd", "rong.pdf"]


def test_a_point_without_an_answer_is_named_and_what_was_typed_is_kept(here):
    application = here.submitted()
    request = asked(here, application)
    client = here.client(here.applicant)
    first, second = request.points.all()
    data = typed(form_of(client, application), save="send", **{f"point-{first.pk}": "Xin gửi"})
    page = client.post(url(application), data)
    assert (page.status_code, second.text in " ".join(page.context["form"].non_field_errors())) == (409, True)
    first.refresh_from_db()
    assert first.answer == "Xin gửi"
    again = page.context["form"]
    data = typed(again, save="send", **{f"point-{p.pk}": "Đủ" for p in (first, second)})
    assert client.post(url(application), data).status_code == 302


def test_a_file_can_be_taken_out_before_sending(here):
    application = here.submitted()
    request = asked(here, application, points=["Chứng chỉ"])
    client = here.client(here.applicant)
    point = request.points.get()
    client.post(
        url(application), typed(form_of(client, application), save="draft", **{f"files-{point.pk}": pdf()})
    )
    drop = {f"drop-{point.attachments.get().pk}": "on"}
    client.post(url(application), typed(form_of(client, application), save="draft", **drop))
    assert point.attachments.count() == 0


def test_two_colleagues_see_each_others_words(here):
    application = here.submitted()
    request = asked(here, application, points=["Chứng chỉ"])
    point = request.points.get()
    mine, theirs = (
        here.client(user)
        for user in (
            here.applicant,
            EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user,
        )
    )
    old = form_of(mine, application)
    theirs.post(
        url(application),
        typed(form_of(theirs, application), save="draft", **{f"point-{point.pk}": "Của bạn"}),
    )
    page = mine.post(url(application), typed(old, save="send", **{f"point-{point.pk}": "Của tôi"}))
    text = page.content.decode()
    assert (page.status_code, "Của bạn" in text, "Của tôi" in text) == (409, True, True)
    data = typed(page.context["form"], save="send", **{f"point-{point.pk}": "Của tôi"})
    assert mine.post(url(application), data).status_code == 302
    point.refresh_from_db()
    assert point.answer == "Của tôi"


def test_an_answer_sent_too_late_says_that_the_round_is_over(here):
    application = here.submitted()
    request = asked(here, application, points=["Chứng chỉ"])
    client = here.client(here.applicant)
    form = form_of(client, application)
    supplements.take_back(request, reason="Đã có trên Cổng.", by=here.specialist, on=timezone.localdate())
    page = client.post(
        url(application), typed(form, save="send", **{f"point-{request.points.get().pk}": "Xin gửi"})
    )
    assert (page.status_code, "Đã có trên Cổng." in page.content.decode()) == (409, True)


def test_an_answer_typed_while_the_session_ended_comes_back(here):
    application = here.submitted()
    request = asked(here, application, points=["Chứng chỉ"])
    point = request.points.get()
    data = typed(
        form_of(here.client(here.applicant), application), save="send", **{f"point-{point.pk}": "Gõ dở"}
    )
    kept = here.client()
    kept.post(url(application), data)
    kept.force_login(here.applicant)
    assert "Gõ dở" in kept.get(url(application)).content.decode()
    point.refresh_from_db()
    assert point.answer == ""


def test_every_round_stays_readable_for_both_sides(here):
    application = here.submitted()
    for words in ("Vòng một", "Vòng hai"):
        request = asked(here, Application.objects.get(), points=[f"Thiếu {words}"])
        client = here.client(here.applicant)
        point = {f"point-{request.points.get().pk}": f"Đáp {words}"}
        client.post(url(application), typed(form_of(client, application), save="send", **point))
    for user in (here.applicant, here.leader):
        text = here.client(user).get(f"/ho-so/{application.pk}/").content.decode()
        assert [
            text.count(f"{what} {words}") for what in ("Thiếu", "Đáp") for words in ("Vòng một", "Vòng hai")
        ] == [1] * 4


def test_dost_takes_back_from_its_page(here):
    application = here.submitted(due_on=timezone.localdate() + dt.timedelta(20))
    asked(here, application)
    client = here.client(here.leader)
    assert client.get(url(application, "rut-yeu-cau")).status_code == 200
    assert client.post(url(application, "rut-yeu-cau"), {"reason": "Đã có."}).status_code == 302
    application.refresh_from_db()
    assert application.state == "submitted"
    assert (
        "status-"
        not in client.get(url(application, "rut-yeu-cau"))
        .content.decode()
        .split("</main>")[0]
        .split("page-content")[1]
    )


def test_far_too_much_at_once_is_refused_unread_and_changes_nothing(here, settings):
    settings.APPLICATION_MOST_MB = 1
    application = here.submitted()
    request = asked(here, application, points=["Chứng chỉ"])
    client = here.client(here.applicant)
    point = request.points.get()
    big = {f"point-{point.pk}": "Xin gửi", f"files-{point.pk}": pdf(body=PDF + b"x" * 4 * 1024 * 1024)}
    page = client.post(url(application), typed(form_of(client, application), save="send", **big))
    assert (page.status_code, point.attachments.count()) == (413, 0)
    one = {f"point-{point.pk}": "Xin gửi", f"files-{point.pk}": pdf(body=PDF + b"x" * 1500 * 1024)}
    page = client.post(url(application), typed(form_of(client, application), save="send", **one))
    assert (page.status_code, list(page.context["form"].errors)) == (200, [f"files-{point.pk}"])
    assert "Xin gửi" in page.content.decode()
