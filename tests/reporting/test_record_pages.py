"""Pages of named records and double claims: what is typed stays, what is registered is offered, what counts is told."""

import pytest

from enterprises.models import Enterprise
from reporting.models import Activity, DoubleClaim, Figure, SupportedEnterprise
from reporting.queries.claims import double_claims
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.reporting import signed_in, stage
from tests.reporting.naming import an_enterprise, helped, name_enterprises
from tests.reporting.test_claims import another_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_():
    return stage()


def at(set_, rest=""):
    return f"/phieu/{set_.submission.pk}/ho-so/{rest}"


def words(response):
    return " ".join(response.content.decode().split())


def test_an_activity_is_added_with_another_to_follow_changed_and_removed(set_):
    client = signed_in(set_.focal)
    add = at(set_, f"hoat-dong/them/{set_.line.pk}/")
    sent = {"kind": "course", "title": "Đào tạo 5S", "starts_on": "02/03/2026", "participants": "45"}
    assert client.post(add, {**sent, "save": "another"})["Location"] == add
    record = Activity.objects.get()
    change = at(set_, f"hoat-dong/{record.pk}/")
    assert 'value="02/03/2026"' in words(client.get(change))
    assert client.post(change, {**sent, "place": "Hà Nội"}).status_code == 302
    assert Activity.objects.get().place == "Hà Nội"
    assert "Remove “Đào tạo 5S”" in words(client.get(at(set_, f"hoat-dong/{record.pk}/xoa/")))
    client.post(at(set_, f"hoat-dong/{record.pk}/xoa/"))
    assert Activity.objects.count() == 0


def test_what_was_typed_stays_beside_the_error(set_):
    page = signed_in(set_.focal).post(
        at(set_, f"hoat-dong/them/{set_.line.pk}/"),
        {
            "kind": "course",
            "title": "Lớp",
            "starts_on": "05/03/2026",
            "ends_on": "04/03/2026",
            "place": "Hội trường",
        },
    )
    assert "It cannot end before it begins." in words(page)
    assert 'value="Hội trường"' in words(page)


def test_an_enterprise_is_looked_up_by_name_without_marks_and_by_tax_code(set_):
    an_enterprise(set_.plan.province, "Công ty Cơ khí Đông Anh", tax_code="0101234567")
    client = signed_in(set_.focal)
    add = at(set_, f"doanh-nghiep/them/{set_.figure.pk}/")
    choose = at(set_, f"doanh-nghiep/chon/{set_.figure.pk}/")
    assert client.get(add)["Location"] == choose
    for sought in ("co khi dong", "CƠ KHÍ", "010123"):
        found = client.get(choose, {"q": sought}, headers={"HX-Request": "true"})
        assert "Đông Anh" in words(found)
        assert "<html" not in words(found)
    assert "<html" in words(client.get(choose, {"q": "khí"}))
    assert "knows nobody" in words(client.get(choose, {"q": "may mặc"}))


def test_the_register_of_another_province_is_neither_searched_nor_leafed_through(set_):
    """Whoever writes the whole tax code of an enterprise that sits elsewhere may name it; nobody else learns of it."""
    there = EnterpriseFactory(name="Công ty Phương Xa", tax_code="0209876543")
    client = signed_in(set_.focal)
    add = at(set_, f"doanh-nghiep/them/{set_.figure.pk}/")
    choose = at(set_, f"doanh-nghiep/chon/{set_.figure.pk}/")
    told = [client.get(choose, {"q": sought}) for sought in ("phuong xa", "02098", "020987654")]
    told += [
        client.get(add, {"enterprise": there.pk}, follow=True),
        client.get(add, {"enterprise": there.pk, "new": "x"}),
    ]
    told += [client.post(add, {"enterprise": there.pk, "content": "5S"})]
    assert [page for page in told if "Phương Xa" in words(page)] == []
    assert not SupportedEnterprise.objects.filter(enterprise=there).exists()
    found = client.get(choose, {"q": there.tax_code})
    assert f"?enterprise={there.pk}&amp;tax_code={there.tax_code}" in found.content.decode()
    known = {"enterprise": there.pk, "tax_code": there.tax_code}
    assert f'name="tax_code" value="{there.tax_code}"' in client.get(add, known).content.decode()
    client.post(add, known | {"content": "5S"})
    assert SupportedEnterprise.objects.get(enterprise=there).content == "5S"


def test_a_chosen_enterprise_and_a_new_one_make_the_figure(set_):
    there = an_enterprise(set_.plan.province, "Công ty A", tax_code="0101234567")
    client = signed_in(set_.focal)
    add = at(set_, f"doanh-nghiep/them/{set_.figure.pk}/")
    assert "Công ty A" in words(client.get(add, {"enterprise": there.pk}))
    client.post(add, {"enterprise": there.pk, "content": "5S"})
    client.post(add, {"name": "Công ty B", "tax_code": "0101 234 568", "kind": "company", "content": "5S"})
    assert Figure.objects.with_counts().get(pk=set_.figure.pk).counted == 2
    page = words(client.get(at(set_)))
    assert "from 2 records" in page
    assert "0101234568" in page


HOUSEHOLD = "001234567890"


def test_the_whole_code_of_a_household_is_shown_to_no_unit(set_):
    there = an_enterprise(set_.plan.province, "Hộ kinh doanh A", tax_code=HOUSEHOLD)
    an_enterprise(set_.plan.province, "Hộ kinh doanh A", tax_code="001234567891")
    client = signed_in(set_.focal)
    add = at(set_, f"doanh-nghiep/them/{set_.figure.pk}/")
    pages = [
        client.get(at(set_, f"doanh-nghiep/chon/{set_.figure.pk}/"), {"q": "hộ kinh"}),
        client.get(add, {"enterprise": there.pk}),
        client.post(add, {"name": "Hộ kinh doanh A", "kind": "household", "content": "5S"}),
    ]
    client.post(add, {"enterprise": there.pk, "content": "5S"})
    pages.append(client.get(at(set_)))
    for page in pages:
        assert "******567890" in words(page)
        assert HOUSEHOLD not in words(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "Công ty khác", "tax_code": "0101234567"}, "This tax code is registered for “Công ty A”."),
        ({"name": "cong ty a"}, "The register has this name already."),
    ],
)
def test_what_the_register_knows_is_offered_and_one_press_takes_it(set_, typed, said):
    there = an_enterprise(set_.plan.province, "Công ty A", tax_code="0101234567")
    client = signed_in(set_.focal)
    add = at(set_, f"doanh-nghiep/them/{set_.figure.pk}/")
    page = words(client.post(add, {**typed, "kind": "company", "content": "5S"}))
    assert said in page
    assert f'name="enterprise" value="{there.pk}"' in page
    client.post(add, {**typed, "kind": "company", "content": "5S", "enterprise": there.pk})
    assert (SupportedEnterprise.objects.get().enterprise, Enterprise.objects.count()) == (there, 1)


def test_a_tax_code_of_no_possible_shape_is_refused_at_its_field(set_):
    page = signed_in(set_.focal).post(
        at(set_, f"doanh-nghiep/them/{set_.figure.pk}/"),
        {"name": "Công ty A", "tax_code": "12345", "kind": "company", "content": "5S"},
    )
    assert "This is no tax code" in words(page)
    assert Enterprise.objects.count() == 0


def test_places_of_other_forms_and_unknown_kinds_are_not_there(set_):
    client, other = signed_in(set_.focal), stage()
    for rest in (
        f"hoat-dong/them/{other.line.pk}/",
        f"doanh-nghiep/chon/{other.figure.pk}/",
        f"khac/them/{set_.line.pk}/",
        "hoat-dong/0/",
    ):
        assert client.get(at(set_, rest)).status_code == 404, rest


def test_a_number_typed_over_the_count_is_shown_with_the_count_and_the_reason(set_):
    helped(set_.figure, "Công ty A")
    Figure.objects.filter(pk=set_.figure.pk).update(to_date=5, typed_reason="Bốn doanh nghiệp không nêu tên")
    for address in (at(set_), set_.submission.get_absolute_url()):
        page = words(signed_in(set_.specialist).get(address))
        assert "typed 5, 1 record" in page
        assert "Bốn doanh nghiệp không nêu tên" in page


@pytest.fixture
def claimed(set_):
    figure, focal = another_unit(set_)
    name_enterprises(set_.figure, "Công ty A", by=set_.focal)
    name_enterprises(figure, "Công ty A", by=focal)
    return set_


def test_both_units_see_who_else_claims_and_what_dost_decided(claimed):
    client = signed_in(claimed.focal)
    assert "Sở Nông nghiệp also claims this enterprise; DOST will decide." in words(client.get(at(claimed)))
    [claim] = double_claims(claimed.period)
    dost = signed_in(claimed.specialist)
    listed = f"/bao-cao/{claimed.period.pk}/trung-lap/"
    assert "Sở Nông nghiệp" in words(dost.get(listed))
    page = f"{listed}{claim.pk}/"
    assert "Choose how it counts." in words(dost.post(page, {"reason": "x"}))
    sent = {"choice": claim.supports[1].pk, "reason": "Hợp đồng của Sở Nông nghiệp.", "seen": ""}
    assert dost.post(page, sent)["Location"] == listed
    late = dost.post(page, {**sent, "choice": "both"})
    assert (late.status_code, "Nothing was decided" in words(late)) == (409, True)
    assert DoubleClaim.objects.get().kept == claim.supports[1]
    told = words(client.get(at(claimed)))
    assert "it counts for Sở Nông nghiệp, not here." in told
    assert "Hợp đồng của Sở Nông nghiệp." in told


def test_names_of_experts_are_read_by_the_unit_and_the_province_only(set_):
    set_.line.experts.create(full_name="Nguyễn Văn Kín")
    for person in (set_.focal, set_.leader, set_.specialist):
        assert "Nguyễn Văn Kín" in words(signed_in(person).get(at(set_)))
    assert signed_in(set_.stranger).get(at(set_)).status_code == 404
