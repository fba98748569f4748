"""Inviting, a person's page and one's own account, at an office screen and on a phone: readable, and not too wide."""

import os

import pytest

from organisations.actions.inviting import token_of
from tests.accounts.signing_in import PASSWORD, a_person
from tests.factories.organisations import InvitationFactory, OrganisationFactory, SpecialistFactory

pytestmark = pytest.mark.django_db
LIST = "hoa@so.example; Trần Thị Hoa; Sở Công Thương\nsai; ; ;"


def seen(guest, name) -> list[str]:
    """What is wrong with the page as it stands, at both widths."""
    wrong = []
    for width in (1366, 390):
        guest.page.set_viewport_size({"width": width, "height": 800})
        wrong += guest.violations() + (["too wide"] if guest.overflows() else [])
        if folder := os.environ.get("SHOTS"):
            guest.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    return wrong


def test_pages_about_people_are_readable_for_everybody(visitor, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unit = OrganisationFactory(key="thu/DOIT", name="Sở Công Thương")
    boss = a_person("chu@so.example", is_staff=True, is_superuser=True)
    clerk = SpecialistFactory(organisation__province=unit.province, user__full_name="Nguyễn Văn Chuyên").user
    invited = InvitationFactory(organisation=unit, invited_by=clerk)
    guest = visitor().sign_in(boss.email, PASSWORD)
    page = guest.page
    wrong = {}
    for name, path in (
        ("sessions", "/tai-khoan/phien/"),
        ("factor", "/tai-khoan/2fa/"),
        ("invitations", "/loi-moi/"),
        ("invite", "/loi-moi/moi/"),
        ("person", f"/nguoi/{clerk.pk}/"),
    ):
        guest.go(path)
        wrong[name] = seen(guest, name)
    guest.go("/loi-moi/moi/")
    page.fill("textarea[name=people]", LIST)
    page.click("main form [type=submit]")
    wrong["preview"] = seen(guest, "preview")
    guest.go("/tai-khoan/dia-chi/")
    wrong["address"] = seen(guest, "address")
    guest.go(f"/nguoi/{clerk.pk}/")
    page.fill("input[name=reason] >> nth=1", "Không thấy kỳ báo cáo")
    page.click("form[action$='/xem/'] button")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url(guest.base + "/")
    wrong["looking"] = seen(guest, "looking")
    page.click("form[action='/nguoi/thoi-xem/'] button")
    page.wait_for_url(f"**/nguoi/{clerk.pk}/")
    stranger = visitor()
    stranger.go(f"/loi-moi/nhan/{token_of(invited)}/")
    wrong["accept"] = seen(stranger, "accept")
    stranger.go("/tai-khoan/login/")
    wrong["login"] = seen(stranger, "login")
    assert {name: said for name, said in wrong.items() if said} == {}
    assert (guest.faults, stranger.faults) == ([], [])
