"""What DOST is still writing reaches nobody outside: no page, no fragment, no file, no list names it or repeats its words."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from common.errors import RuleBroken
from consolidation.actions.commenting import comment
from consolidation.actions.reissuing import Why, reissue
from consolidation.actions.rendering import render
from consolidation.actions.signing import upload_signed
from consolidation.models import Report
from consolidation.queries.rollup.plans import told_of
from consolidation.queries.versions import versions_of
from organisations.models import Role
from outbox.models import Notice
from tests.architecture.sweeping import Browser, short_refusals  # noqa: F401 - a fixture
from tests.consolidation.lives import TODAY, a_file, a_house, issued, numbered, signed
from tests.factories.consolidation import PassageFactory
from tests.factories.organisations import (
    DostFactory,
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "Chuyện chưa ai ngoài Sở được đọc"


@pytest.fixture
def house():
    return a_house(year=2025)


def a_secret_version(house):
    """An issued report, and a second version of it whose words, reason and comments are nobody's outside DOST."""
    first = issued(house)
    second = reissue(first, why=Why.MISTAKE, reason=SECRET, by=house.specialist, on=TODAY())
    passage = PassageFactory(report=second, section="I.2.2", text=SECRET)
    comment(second, SECRET, by=house.leader, passage=passage)
    second = render(report=Report.objects.with_place().get(pk=second.pk))
    return Report.objects.with_place().get(pk=first.pk), second


def addresses(house, first, second):
    """Every address that takes a report, its period, its plan or its province, with every argument that fits."""
    period, plan = house.period, house.period.plan
    known = {
        "pk": [first.pk, second.pk, period.pk], "other": [second.pk, first.pk], "version": [1, 2],
        "section": ["I.2.2"], "key": [plan.key],
        "slug": [house.province.slug], "passage": list(second.passages.values_list("pk", flat=True)[:3]),
        "kind": ["xlsx", "csv"], "day": [TODAY()],
    }  # fmt: skip
    found = set()
    for app in ("portal", "reporting", "consolidation", "programmes", "outbox", "jobs"):
        for pattern in patterns_of(app):
            names = list(pattern.pattern.converters)
            for args in combined([known.get(name, [1]) for name in names]):
                try:
                    found.add(reverse(f"{app}:{pattern.name}", kwargs=dict(zip(names, args, strict=True))))
                except NoReverseMatch:
                    continue
    return sorted(found)


def patterns_of(app):
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "app_name", None) == app:
            yield from (each for each in resolver.url_patterns if isinstance(each, URLPattern))


def combined(lists):
    if not lists:
        return [()]
    return [(first, *rest) for first in lists[0] for rest in combined(lists[1:])]


def outsiders(house):
    """Everybody who reads, and everybody who does the same elsewhere."""
    elsewhere = DostFactory(province=ProvinceFactory(name="Thái Bình"))
    unit = OrganisationFactory(province=house.province)
    return {
        "reader": house.reader,
        "ministry": house.ministry,
        "leader of another province": MembershipFactory(organisation=elsewhere, role=Role.LEADER).user,
        "focal point": MembershipFactory(organisation=unit, role=Role.FOCAL_POINT).user,
    }


@pytest.mark.usefixtures("short_refusals")  # only what somebody gets to see can repeat words
def test_no_address_repeats_the_words_of_a_draft(house):
    first, second = a_secret_version(house)
    told = set()
    tried = addresses(house, first, second)
    for who, user in outsiders(house).items():
        browser = Browser(user)
        for address in tried:
            for headers in ({}, {"hx-request": "true"}):
                answer = browser.get(address, headers=headers)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if answer.status_code == 200 and SECRET in body.decode(errors="ignore"):
                    told.add((who, address))
                if answer.status_code == 500:
                    told.add((who, address, 500))
    assert told == set()
    people = [house.reader.pk, house.ministry.pk]
    assert not any(SECRET in f"{m.title} {m.body}" for m in Notice.objects.filter(user__in=people))


def test_a_reader_finds_the_issued_version_and_no_other(house, client):
    first, second = a_secret_version(house)
    assert [report.pk for report in versions_of(first, house.reader)] == [first.pk]
    assert [report.pk for report in versions_of(first, house.specialist)] == [second.pk, first.pk]
    client.force_login(house.ministry)
    assert client.get(f"/bao-cao-tong-hop/{first.pk}/phien-ban/2/").status_code == 404
    client.force_login(house.specialist)
    assert client.get(f"/bao-cao-tong-hop/{first.pk}/phien-ban/2/").status_code == 200


def test_the_country_counts_what_has_left_the_house(house, client):
    first, _second = a_secret_version(house)
    plan = house.period.plan
    [told] = told_of([plan], house.period.year, on=TODAY())
    assert told.report.pk == first.pk
    client.force_login(house.ministry)
    page = client.get(f"/tong-hop/tinh/{house.province.slug}/?nam={house.period.year}").content.decode()
    assert (first.get_absolute_url() in page, "05/BC-SKHCN" in page) == (True, True)


def test_a_number_is_nobodys_before_the_paper_is_issued(house, client):
    report = numbered(house, number=77, printed=False)
    client.force_login(house.ministry)
    for address in (f"/tong-hop/?nam={house.period.year}", f"/tong-hop/tinh/{house.province.slug}/"):
        page = client.get(address).content.decode()
        assert ("77/BC-SKHCN" in page, f'{report.get_absolute_url()}"' in page) == (False, False)


def test_a_trial_of_an_outline_is_for_those_who_write_the_report(house, client):
    outline = house.report.outline
    address = f"/de-cuong/{outline.pk}/xem-truoc/?ky={house.period.pk}"
    seen = {}
    for user in (house.reader, house.ministry, house.specialist):
        client.force_login(user)
        seen[user] = client.get(address).context["period"]
        assert (client.get(f"{address}&tep=pdf")["content-type"] == "application/pdf") == (
            user == house.specialist
        )
    assert seen == {house.reader: None, house.ministry: None, house.specialist: house.period}


def test_a_file_of_another_provinces_draft_does_not_tell_whose_it_is(house):
    other = a_house("Thái Bình", year=2025)
    theirs = signed(other)
    with theirs.file.open("rb") as file:
        content = file.read()
    mine = numbered(house)
    with pytest.raises(RuleBroken) as no:
        upload_signed(mine, received=a_file(content), by=house.specialist)
    assert no.value.code == "other_report"
    assert "Thái Bình" not in str(no.value)
