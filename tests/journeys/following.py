"""After the decision: contract, milestone, acceptance, money, certificate; and the way from a number to the file."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.models import Certificate
from programmes.models import CountedFrom
from reporting.models import ReportingPeriod
from tests.journeys.counter import APPLICANT, DESK, NAME, PAPER, PLAN
from tests.journeys.looking import confirm
from tests.journeys.office import made, taken, typed

EVIDENCE = "Biên bản nghiệm thu.pdf"


def act(counter, name, *, refused=False, **words):
    """A step from the support's page."""
    support = counter.granted
    page = counter.at(DESK, "support:support_detail", support.pk)
    counter.look(page)
    address = reverse(f"support:support_{name}", args=[support.pk])
    page.locator(f"a[href='{address}']:visible").first.click()
    page.wait_for_url(f"**{address}")
    counter.look(page)
    counter.fill_and_confirm(page, **words)
    page.wait_for_url(f"**{address if refused else support.get_absolute_url()}")
    return page


def sign_and_begin(counter):
    """Contract, a milestone, the work."""
    today = typed(timezone.localdate())
    page = counter.open(DESK)
    counter.follow(page, counter.granted.get_absolute_url())
    act(counter, "contract", number="15/HĐ-SKHCN", on=today, value="100.000.000")
    act(counter, "begin")
    act(counter, "milestone", title="Đánh giá hiện trạng (thử)", due_on=today)
    act(counter, "done", done_on=today)
    assert counter.granted.state == "implementing"
    assert [m.done_on for m in counter.granted.milestones.all()] == [timezone.localdate()]


def accept(counter, tmp_path):
    """The acceptance names the enterprise as its outcome, with the minutes as a file."""
    scan = tmp_path / EVIDENCE
    scan.write_bytes(PAPER)
    support = counter.granted
    page = counter.at(DESK, "support:support_detail", support.pk)
    counter.follow(page, reverse("support:support_accept", args=[support.pk]))
    page.set_input_files("[name=uploads]", scan)
    counter.fill_and_confirm(page, accepted_on=typed(timezone.localdate()), result="Đạt yêu cầu (thử).")
    assert [(o.kind, o.name) for o in counter.granted.outcomes.all()] == [("enterprise", NAME)]
    assert EVIDENCE in page.inner_text("main")


def pay(counter):
    """More than was granted is refused with the sum; what was granted is taken."""
    today = typed(timezone.localdate())
    paper = {"paid_on": today, "document": "Giấy rút dự toán số 15 (thử)"}
    page = act(counter, "pay", refused=True, amount="50.000.001", **paper)
    assert ("50.000.000" in page.inner_text("main"), counter.granted.disbursements.count()) == (True, 0)
    page.fill("main [name=amount]", "50.000.000")
    counter.fill_and_confirm(page)
    assert [row.amount for row in counter.granted.disbursements.all()] == [50_000_000]


def certify(counter):
    """The certificate stands with the enterprise."""
    [outcome] = counter.granted.outcomes.all()
    act(
        counter,
        "certificate",
        kind="system",
        title="ISO 9001:2015",
        number="QMS-01 (thử)",
        body="Tổ chức chứng nhận thử",
        issued_on=typed(timezone.localdate()),
        outcome=str(outcome.pk),
    )
    assert [str(c.enterprise) for c in Certificate.objects.filter(title="ISO 9001:2015")] == [NAME]
    page = counter.at(APPLICANT, "enterprises:enterprise_detail", counter.application.enterprise_id)
    assert "QMS-01 (thử)" in page.inner_text("main")


def count_it(counter):
    """DOST reads what changes, then lets the target count from outcomes; 0 or nothing becomes 1."""
    target = counter.content(0).counted_for.order_by("-target_id").first().target  # of the phase that runs
    period = ReportingPeriod.objects.get(plan__key=PLAN)
    page = counter.at(DESK, "reporting:period_targets", period.pk)
    counter.follow(page, reverse("reporting:target_source", args=[PLAN, target.pk]))
    assert target.counted_from == CountedFrom.SUBMISSIONS
    counter.fill_and_confirm(page, reason="Hồ sơ đã đủ từ năm nay (thử).")
    target.refresh_from_db()
    assert target.counted_from == CountedFrom.OUTCOMES
    return target, period


def read_the_number_back(counter, target, period, tmp_path):
    """Plan page, period page, composed report: each number leads to the list, the support, the application, the file."""
    there = f"{reverse('support:outcome_list')}?chi-tieu={target.pk}&"
    page = counter.at(DESK, "reporting:plan_progress", PLAN)
    counter.look(page)
    assert page.locator(f"main a[href^='{there}']").first.inner_text() == "1"
    page = counter.at(DESK, "reporting:period_figures", period.pk)
    counter.look(page)
    expect(page.locator(f"#target-{target.pk} a[href^='{there}']").first).to_be_visible()
    read_it_in_the_report(counter, target, period)
    page = counter.at(DESK, "reporting:plan_progress", PLAN)
    page.locator(f"main a[href^='{there}']").first.click()
    page.wait_for_url(f"**{there}*")
    counter.look(page)
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator(f"tbody a[href='{counter.granted.get_absolute_url()}']").click()
    page.wait_for_url(f"**{counter.granted.get_absolute_url()}")
    scan = counter.granted.attachments.get(name=EVIDENCE)
    file = reverse("support:attachment_file", args=[counter.application.pk, scan.pk])
    assert taken(page, f"a[href='{file}']", tmp_path / "evidence.pdf").read_bytes() == PAPER
    page.locator(f"main a[href='{counter.application.get_absolute_url()}']").first.click()
    page.wait_for_url(f"**{counter.application.get_absolute_url()}")


def read_it_in_the_report(counter, target, period):
    """Composed by the worker; the figure stands in the row of the target."""
    page = counter.at(DESK, "consolidation:period_report", period.pk)
    confirm(page, f"form[action='{reverse('consolidation:report_start', args=[period.pk])}'] button")
    report = period.reports.get()
    confirm(page, f"form[action='{reverse('consolidation:report_render', args=[report.pk])}'] button")
    made("render_report")
    page = counter.at(DESK, "consolidation:report_detail", report.pk)
    row = page.locator("article.paper tr", has_text=target.indicator[:60]).first
    assert "1" in row.locator("td").all_inner_texts()
