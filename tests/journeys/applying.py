"""An enterprise that applies: from the public catalogue to the receipt."""

import re

from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from enterprises.models import Enterprise
from organisations.models import Province
from programmes.models import PolicyKind
from support.models import Application
from tests.journeys.counter import APPLICANT, APPLICANT_PASSWORD, NAME, PAPER, PLAN, TEN
from tests.journeys.looking import confirm, fill
from tests.journeys.office import saved


def find_it_in_the_catalogue(counter):
    """Without dấu, from the front page's list; check oneself: nothing against it; with foreign capital the clause."""
    page = counter.visitor_at("support:content_list")
    page.fill("#f-q", "he thong quan ly")
    page.locator("form.filters button").click()
    content = counter.content(0)
    counter.look(page)
    counter.follow(page, content.get_absolute_url())
    counter.follow(page, reverse("support:content_check", args=[PLAN, content.code]))
    assert answer_the_questions(counter, page, foreign="no") == []
    clause = counter.clause(PolicyKind.FOREIGN_EXCLUDED)
    [refused] = answer_the_questions(counter, page, foreign="yes")
    assert clause.text in refused
    assert Application.objects.count() == 0


def answer_the_questions(counter, page, foreign):
    """Everything holds, nothing was granted before; returns what speaks against it."""
    for name in page.locator("main fieldset.question input[value=yes]").evaluate_all(
        "inputs => inputs.map(each => each.name)"
    ):
        said = {"foreign": foreign, "supported": "no"}.get(name, "yes")
        page.check(f"main input[name='{name}'][value='{said}']")
    page.locator("main form:not(.filters) button[type=submit].btn-primary").click()
    page.wait_for_selector("#result")
    counter.look(page)
    return page.locator(".reason-blocks").all_inner_texts()


def register(counter):
    """Account and enterprise on one page; the mail's link confirms the address; then signing in works as always."""
    page = counter.visitor_at("enterprises:register")
    counter.look(page)
    fill(
        page,
        tax_code=TEN,
        name=NAME,
        kind="company",
        province=str(Province.objects.get(slug="ha-noi").pk),
        address="Số 2 phố Thử (thử)",
        position="Giám đốc",
        full_name="Nguyễn Thị Thử",
        email=APPLICANT,
        password=APPLICANT_PASSWORD,
        has_read=True,
    )
    confirm(page)
    page.wait_for_url("**" + reverse("enterprises:register_received"))
    counter.look(page)
    [written] = [message for message in mail.outbox if message.to == [APPLICANT]]
    link = re.search(r"https?://\S+", written.body)[0]
    page.goto(counter.people[None].base + re.sub(r"https?://[^/]+", "", link))
    confirm(page, "main form button[type=submit]")
    counter.people[APPLICANT] = counter.visitor(**counter.screen).sign_in(APPLICANT, APPLICANT_PASSWORD)
    assert [str(e) for e in Enterprise.objects.filter(tax_code=TEN)] == [NAME]


def draft(counter, tmp_path):
    """From the content's page: two contents in one application, what is left by the list of what is left."""
    first, second = counter.content(0), counter.content(1)
    page = counter.at(APPLICANT, "support:content_detail", PLAN, first.code)
    counter.follow(page, reverse("support:application_start"))
    expect(page.locator(f"#content-{first.pk}")).to_be_checked()
    page.check(f"#content-{second.pk}")
    confirm(page, "main form .form-foot button")
    counter.application = Application.objects.get(enterprise__tax_code=TEN)
    edit = reverse("support:application_edit", args=[counter.application.pk])
    page.wait_for_url(f"**{edit}*")
    counter.look(page)
    words = {
        "head-situation": "Xưởng 40 người, làm chi tiết máy (thử).",
        "head-purpose": "Giảm hàng lỗi từ 5% xuống 2% (thử).",
        "head-contact_name": "Nguyễn Thị Thử",
        "head-contact_phone": "024 0000 0000",
    }
    for item in counter.application.items.all():
        words |= {
            f"item-{item.pk}-wish": "Áp dụng trong một năm (thử)",
            f"item-{item.pk}-cost": "100.000.000",
        }
    fill(page, **words)
    saved(page, counter.has_script)
    assert [counter.again().purpose, counter.item(0).cost] == [words["head-purpose"], 100_000_000]
    declare_no_foreign_capital(counter, page)
    add_papers(counter, tmp_path)
    expect(
        counter.at(APPLICANT, "support:application_edit", counter.application.pk).locator(".gaps")
    ).to_have_count(0)


def declare_no_foreign_capital(counter, page):
    """The list of what is left leads to the enterprise's own page."""
    own = counter.application.enterprise.get_absolute_url()
    page.locator(f"#missing a[href='{own}']").first.click()
    page.wait_for_url(f"**{own}")
    counter.look(page)
    counter.follow(page, reverse("enterprises:enterprise_edit", args=[counter.application.enterprise_id]))
    counter.fill_and_confirm(page, is_foreign_invested="no")


def add_papers(counter, tmp_path):
    """The paper the plan wants, and one of one's own."""
    page = counter.at(APPLICANT, "support:application_edit", counter.application.pk)
    page.locator("button[name=save][value=papers]").click()
    page.wait_for_url("**" + reverse("support:attachment_add", args=[counter.application.pk]) + "*")
    counter.look(page)
    for place, name in enumerate(("Tờ khai.pdf", "Ảnh xưởng.pdf")):
        scan = tmp_path / name
        scan.write_bytes(PAPER)
        shelf = page.locator("section.shelf").nth(place)
        shelf.locator("input[type=file]").set_input_files(scan)
        with page.expect_navigation():
            shelf.locator("form[enctype] button[type=submit]").click()
    names = counter.application.attachments.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Tờ khai.pdf", "Ảnh xưởng.pdf"]


def hand_in(counter, email=APPLICANT):
    """Look it over, tick the notice, and get the receipt."""
    page = counter.at(email, "support:application_edit", counter.application.pk)
    page.locator("button[name=save][value=submit]").click()
    page.wait_for_url("**" + reverse("support:application_submit", args=[counter.application.pk]))
    counter.look(page)
    counter.fill_and_confirm(page, has_read_notice=True)
    told = page.inner_text("main")
    application = counter.again()
    promised = application.promised_on.strftime("%d/%m/%Y")
    assert (application.state, application.code in page.inner_text("body"), promised in told) == (
        "submitted", True, True,
    )  # fmt: skip


def look_it_up(counter):
    """Anybody with code and key of the receipt reads where it stands; with a wrong key nothing."""
    key = (
        counter.at(APPLICANT, "support:application_receipt", counter.application.pk)
        .locator(".receipt-code")
        .nth(1)
    )
    said = {"code": counter.application.code, "secret": key.inner_text()}
    page = counter.visitor_at("support:look_up")
    counter.look(page)
    counter.fill_and_confirm(page, **said)
    expect(page.locator("#found")).to_contain_text(counter.application.code)
    assert NAME not in page.inner_text("main")
    fill(page, **said | {"secret": "0000-0000-0000"})
    confirm(page)
    expect(page.locator("#found")).to_have_count(0)
