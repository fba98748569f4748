"""A report from its first draft to the stranger who asks whether it is genuine, and the version that takes its place."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consolidation.queries.incoming import placing_of
from tests.journeys.looking import confirm
from tests.journeys.office import words_of
from tests.journeys.signing import (
    LATE,
    LEADER,
    SECTION,
    SPECIALIST,
    hung_yen,  # noqa: F401 - a fixture
    today,
    two_more_forms_come_in,
)

SCREENS = [{}, {"phone": True, "javascript": False}]
SLIP = "## Lũy kế kết quả, hiệu quả đạt được từ đầu Chương trình đến hết năm {year}\nĐã tuyên truyền thường xuyên."
REASON = "Ký hiệu giữ như văn bản gốc (thử)."


@pytest.mark.parametrize("screen", SCREENS, ids=["office", "phone without JavaScript"])
def test_a_report(hung_yen, worker, screen, tmp_path):  # noqa: F811 - the fixture
    signing = hung_yen
    worker.start()
    start_it(signing)
    place_what_came_late(signing)
    slip_in_a_year_and_mend_it(signing)
    send_it_to_the_leader(signing)
    passage = be_sent_back_with_a_comment(signing)
    settle_and_send_again(signing, passage)
    approve_it_as_read(signing)
    paper = number_sign_and_issue(signing, tmp_path, number=905)
    a_stranger_verifies(signing, paper)
    issue_another_version(signing, tmp_path, passage)
    the_first_is_superseded(signing, paper, tmp_path)
    assert signing.faults() == []


def start_it(signing):
    """From the period's page; a second visit finds what was begun."""
    page = signing.at(SPECIALIST, "reporting:period_detail", signing.period.pk)
    signing.follow(page, reverse("consolidation:period_report", args=[signing.period.pk]))
    confirm(page, ".page-head form button[type=submit], main form.action button[type=submit]")
    assert (signing.report.state, signing.unplaced) == ("drafting", 0)
    page = signing.at(SPECIALIST, "consolidation:period_report", signing.period.pk)
    assert page.url.endswith(signing.report.get_absolute_url())


def place_what_came_late(signing):
    """Two more units are accepted: one line goes in and is worded anew, figures are added up, one line is left out."""
    two_more_forms_come_in(signing.period)
    before = signing.texts()
    assert signing.unplaced == 4
    page = signing.open(SPECIALIST)
    signing.follow(page, reverse("consolidation:report_board", args=[signing.report.pk]))
    assert page.url.endswith(f"/soan/{SECTION}/")
    signing.push(page, "insert-line")
    passage = signing.report.passages.get(text__contains=LATE[0][1])
    signing.write(page, passage, "Sở Công Thương đã phát 08 phóng sự trên sóng truyền hình tỉnh (thử).")
    signing.push(page, "merge-")
    [total] = signing.report.passages.filter(kind="figures")
    assert ("07 lớp" in total.text, total.sources.count()) == (True, 2)
    left = page.locator(".in-unplaced")
    expect(left).to_have_count(1)
    left.locator("details.aside-box summary").click()
    left.locator("details.aside-box input").fill("Đã nêu trong báo cáo khác của tỉnh (thử).")
    signing.push(page, "aside-line")
    expect(page.locator(".all-placed")).to_have_count(1)
    placing = placing_of(signing.report)
    assert (len(placing.unplaced), len(placing.asides), len(placing.changed)) == (0, 1, 0)
    assert signing.texts() == [*before, passage.text, total.text]
    signing.push(page, f"up-{total.pk}")
    assert signing.texts() == [*before, total.text, passage.text]


def slip_in_a_year_and_mend_it(signing):
    """The heading of the printed report of that year said 2024; typed in, it holds the report up until it is mended."""
    assert signing.findings().count() == 0
    page = signing.board("II.1")
    signing.push(page, "own")
    slip = signing.report.passages.get(section="II.1", text="", feed="")
    signing.write(page, slip, SLIP.format(year=2024))
    errors = signing.findings()
    expect(errors).to_have_count(1)
    assert ["2024" in errors.inner_text(), "II.1" in errors.inner_text()] == [True, True]
    page = signing.at(SPECIALIST, "consolidation:report_send", signing.report.pk)
    assert (page.locator("main .notice-warn li").count(), page.locator("main .form-foot").count()) == (2, 0)
    page = signing.at(SPECIALIST, "consolidation:report_checks", signing.report.pk)
    signing.follow(page, reverse("consolidation:board_section", args=[signing.report.pk, "II.1"]))
    signing.write(page, slip, SLIP.format(year=2023))
    assert signing.findings().count() == 0


def send_it_to_the_leader(signing):
    """Every warning has its reason first."""
    asked = signing.findings("warning").count()
    signing.give_reasons(REASON)
    assert (signing.report.waivers.count(), asked > 0) == (asked, True)
    signing.step(SPECIALIST, "send")
    assert signing.report.state == "review"


def be_sent_back_with_a_comment(signing):
    """The leader finds it at home, says something beside a passage and sends it back; returns the passage."""
    page = signing.at(LEADER, "portal:home")
    page.click(f"main a[href^='{signing.report.get_absolute_url()}']")
    passage = signing.report.passages.get(text__contains="08 phóng sự trên sóng")
    signing.comment(passage, "Nêu rõ đài nào phát (thử).")
    signing.step(LEADER, "send_back")
    assert signing.report.state == "drafting"
    return passage


def settle_and_send_again(signing, passage):
    """The comment stands beside the passage on the board and holds the report up until it is settled."""
    page = signing.board()
    assert "Nêu rõ đài nào phát (thử)." in page.locator(f"#p{passage.pk}").inner_text()
    signing.write(page, passage, "Đài Phát thanh và Truyền hình tỉnh đã phát 08 phóng sự (thử).")
    [remark] = signing.report.comments.all()
    page = signing.open(SPECIALIST)
    assert (
        page.locator(f"a[href*='{reverse('consolidation:report_send', args=[signing.report.pk])}']").count()
        == 0
    )
    page.fill(f"#answer-{remark.pk}", "Đã nêu tên đài (thử).")
    confirm(page, f"#comment-{remark.pk} form button[type=submit]")
    signing.step(SPECIALIST, "send")
    assert signing.report.state == "review"


def approve_it_as_read(signing):
    """What the page shows is what is frozen."""
    page = signing.open(LEADER)
    signing.follow(page, reverse("consolidation:report_approve", args=[signing.report.pk]))
    shown = " ".join(
        page.locator("article.paper").inner_text().split()
    )  # the paper holds some words together
    confirm(page)
    report = signing.report
    assert (report.state, report.approved_by.email) == ("approved", LEADER)
    said = [" ".join(line.strip("#*- ").split()) for text in signing.texts() for line in text.splitlines()]
    assert [line for line in said if line not in shown] == []


def number_sign_and_issue(signing, folder, *, number):
    """The registry's number comes onto the paper; it comes back signed and leaves the house. Returns the signed file."""
    signing.step(SPECIALIST, "number", number=str(number), symbol="bc-skhcn", dated_on=today())
    file = signing.printed(folder)
    report = signing.report
    words = words_of(file)
    assert [mark in words for mark in (f"{number}/BC-SKHCN", signing.printed_code, "DỰ THẢO")] == [
        True,
        True,
        False,
    ]
    signed = folder / f"da-ky-{report.version}.pdf"
    signed.write_bytes(file.read_bytes() + b"\n")
    page = signing.open(SPECIALIST)
    signing.follow(page, reverse("consolidation:report_signed", args=[report.pk]))
    page.set_input_files("main form input[name=file]", signed)
    confirm(page)
    assert (report.signed_files.get().differences, page.locator("#ban-ky .all-there").count()) == ([], 1)
    signing.step(SPECIALIST, "issue", sent_on=today())
    report = signing.report
    assert (report.state, report.period.issued_on is not None) == ("issued", True)
    assert [each.recipient for each in report.dispatches.all()] == [
        "UBND tỉnh Hưng Yên",
        "Bộ Khoa học và Công nghệ",
        "GĐ Sở, các phó GĐ Sở",
    ]
    signing.open(SPECIALIST)
    return signed


def a_stranger_verifies(signing, paper):
    """By the file and by the code; a file with one byte more is nobody's."""
    for asked in ({"file": paper}, {"words": signing.printed_code.lower()}):
        tone, told = signing.ask(**asked)
        assert (tone, "905/BC-SKHCN" in told, today() in told) == ("success", True, True)
    altered = paper.with_name("sua.pdf")
    altered.write_bytes(paper.read_bytes() + b"\n")
    assert signing.ask(file=altered)[0] == "danger"


def issue_another_version(signing, folder, passage):
    """Official figures exist now: version 2 begins as the issued one, says something else in one place, is issued."""
    first = signing.report
    signing.step(SPECIALIST, "reissue", why="true_up", reason="Số liệu chính thức (thử).")
    second = signing.report
    assert (second.version, second.state, second.passages.count()) == (2, "drafting", first.passages.count())
    page = signing.board()
    copy = second.passages.get(text=passage.text)
    signing.write(page, copy, "Đài Phát thanh và Truyền hình tỉnh đã phát 09 phóng sự (thử).")
    signing.give_reasons(REASON)
    signing.step(SPECIALIST, "send")
    approve_it_as_read(signing)
    number_sign_and_issue(signing, folder, number=906)
    page = signing.at(LEADER, "consolidation:report_versions", second.pk, 1)
    signing.look(page)
    moved = page.locator("ul.differences")
    assert [moved.locator(mark).all_inner_texts() for mark in ("del", "ins")] == [["08"], ["09"]]
    first.refresh_from_db()
    assert (first.state, signing.report.state) == ("superseded", "issued")


def the_first_is_superseded(signing, paper, folder):
    """The stranger with the first paper learns that another one counts; the second is genuine."""
    second = signing.report
    first = second.period.reports.get(version=1)
    answers = [
        signing.ask(**asked)[0]
        for asked in (
            {"file": paper},
            {"words": first.verify_code},
            {"file": folder / "da-ky-2.pdf"},
            {"words": second.verify_code},
        )
    ]
    assert answers == ["warn", "warn", "success", "success"]
