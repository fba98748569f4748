"""DOST handles an application: supplements, checklist, appraisal, minutes, proposal, decision, letter."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from programmes.models import PolicyKind
from support.models import SupplementRequest
from tests.journeys.counter import APPLICANT, APPRAISER, DESK, LEADER, PAPER
from tests.journeys.looking import confirm, fill
from tests.journeys.office import made, taken, typed, words_of

POINTS = ("Báo giá của đơn vị tư vấn (thử)", "Danh sách người tham gia (thử)")
REFUSAL = "Chưa có cán bộ phụ trách công nghệ thông tin (thử)."


def take_it_up(counter):
    """From the list of the desk."""
    page = counter.at(DESK, "support:application_list")
    counter.look(page)
    page.locator(f"main a[href='{counter.application.get_absolute_url()}']:visible").first.click()
    page.wait_for_url(f"**{counter.application.get_absolute_url()}")
    counter.look(page)
    confirm(page, "main button[name=step][value=take]")
    assert str(counter.again().assignee.email) == DESK


def ask_and_answer(counter, tmp_path, number):
    """A round: the clock stands still, the enterprise answers every point with a file, the clock goes on."""
    counter.step(
        DESK, "application_ask", typed="\n".join(POINTS), reason=f"Hồ sơ chưa rõ, lần {number} (thử)."
    )
    assert (counter.again().state, counter.application.due_on) == ("supplement", None)
    page = counter.open(APPLICANT)
    assert POINTS[0] in page.inner_text("main")
    counter.follow(page, reverse("support:application_supply", args=[counter.application.pk]))
    asked = SupplementRequest.objects.get(application=counter.application, round=number)
    for point in asked.points.all():
        scan = tmp_path / f"lần {number} mục {point.position}.pdf"
        scan.write_bytes(PAPER)
        page.fill(f"[name='point-{point.pk}']", f"Đã bổ sung lần {number} (thử)")
        page.set_input_files(f"[name='files-{point.pk}']", scan)
    confirm(page, "main button[name=save][value=send]")
    asked.refresh_from_db()
    assert (counter.again().state, asked.answered_at is not None) == ("submitted", True)
    assert counter.application.due_on is not None
    assert f"Đã bổ sung lần {number} (thử)" in counter.open(DESK).inner_text("main")


def check_every_line(counter, **failed):
    """The checklist with results and evidence; the appraisal begins."""
    page = counter.open(DESK)
    counter.follow(page, reverse("support:application_checks", args=[counter.application.pk]))
    for name in page.locator("main select[name$='-result']").evaluate_all(
        "all => all.map(each => each.name)"
    ):
        page.select_option(f"[name='{name}']", "met")
        page.fill(f"[name='{name.removesuffix('result')}evidence']", "Đã xem hồ sơ (thử)")
    confirm(page, "main button[name=next][value=appraise]")
    counter.look(page)
    confirm(page)
    assert counter.again().state == "appraisal"


def appraise(counter):
    """The appraiser is asked, declares that there is no conflict, gives points."""
    page = counter.open(DESK)
    counter.follow(page, reverse("support:appraiser_list", args=[counter.application.pk]))
    counter.fill_and_confirm(page, user=str(User.objects.get(email=APPRAISER).pk))
    page = counter.open(APPRAISER)
    assert "Tờ khai.pdf" not in page.inner_text("main")  # the papers are read after the declaration
    counter.follow(page, reverse("support:appraisal_score", args=[counter.application.pk]))
    counter.fill_and_confirm(page, has_conflict="no")
    for field, points in zip(page.locator("main input[name^='points-']").all(), ("80", "70,5"), strict=True):
        field.fill(points)
    fill(page, opinion="Nên hỗ trợ nội dung thứ nhất (thử).")
    confirm(page)
    [appraiser] = counter.application.appraisers.all()
    assert [str(score.points) for score in appraiser.scores.order_by("pk")] == ["80.00", "70.50"]


def write_the_minutes(counter, tmp_path):
    """The council's day, members, words and the signed paper."""
    page = counter.at(DESK, "support:decision_detail", counter.application.pk)
    counter.look(page)
    counter.follow(page, reverse("support:decision_minutes", args=[counter.application.pk]))
    scan = tmp_path / "Biên bản.pdf"
    scan.write_bytes(PAPER + b" bien ban")
    page.set_input_files("[name=signed]", scan)
    counter.fill_and_confirm(
        page,
        council_on=typed(timezone.localdate()),
        council="Trần Văn Thử – Chủ tịch hội đồng\nLê Thị Thử – Thư ký",
        minutes="Hội đồng nhất trí (thử).",
    )
    assert "Biên bản.pdf" in page.inner_text("main")
    assert counter.application.attachments.get(is_minutes=True).name == "Biên bản.pdf"


def propose(counter, *verdicts):
    """A verdict on each content in their order: what the level gives, or a refusal with its clause."""
    clause = counter.clause(PolicyKind.CONDITION)
    words = {"text": "Kính trình lãnh đạo (thử)."}
    for place, verdict in enumerate(verdicts):
        pk = counter.item(place).pk
        words[f"verdict-{pk}"] = verdict
        if verdict == "granted":
            words[f"recognised-{pk}"] = "100.000.000"
        else:
            words |= {f"clause-{pk}": str(clause.pk), f"reason-{pk}": REFUSAL}
    counter.step(DESK, "decision_propose", **words)
    assert counter.again().state == "proposed"


def decide(counter, *said):
    """The leader reads the letter, which says what it has to, then decides."""
    page = counter.open(LEADER)
    counter.follow(page, reverse("support:decision_take", args=[counter.application.pk]))
    letter = page.locator(".paper").inner_text()
    assert [words for words in (*said, counter.application.enterprise.name) if words not in letter] == []
    confirm(page)
    counter.look(page)
    return page


def take_the_letter(counter, tmp_path):
    """The worker makes PDF and Word; with the registry's number the enterprise may take it, too."""
    made("render_decision")
    page = counter.at(DESK, "support:decision_detail", counter.application.pk)
    word = reverse("support:decision_word", args=[counter.application.pk])
    file = taken(page, f"a[href='{word}']", tmp_path / "letter.docx")
    assert file.read_bytes()[:2] == b"PK"
    counter.follow(page, reverse("support:decision_register", args=[counter.application.pk]))
    counter.fill_and_confirm(page, number="321", issued_on=typed(timezone.localdate()))
    made("render_decision")
    pdf = reverse("support:decision_pdf", args=[counter.application.pk])
    page = counter.open(APPLICANT)
    expect(page.locator(f"main a[href='{pdf}']")).to_have_count(1)
    told = words_of(taken(page, f"main a[href='{pdf}']", tmp_path / "letter.pdf"))
    assert [said in told for said in ("321", counter.application.enterprise.name)] == [True, True]
    return told
