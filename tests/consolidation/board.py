"""A report being written: two departments have sent what they did; one group of the outline takes it."""

from dataclasses import dataclass, field

from accounts.models import User
from consolidation.models import Report
from consolidation.queries.incoming import Incoming, placing_of
from organisations.models import Role
from reporting.models import ReportingPeriod
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import ReportFactory
from tests.factories.organisations import DostFactory, MembershipFactory, ProvinceFactory
from tests.factories.programmes import NationalTaskGroupFactory, PlanFactory, ProgrammeFactory
from tests.reporting.filling import a_figure, a_line, a_period, a_setting, a_submission

SECTION = "I.2.2"  # communication: national group 2


@dataclass
class Desk:
    """The report, its specialists, and what the units sent."""

    report: Report
    specialist: User
    colleague: User
    leader: User
    stranger: User = field(default_factory=UserFactory)

    @property
    def period(self) -> ReportingPeriod:
        return self.report.period

    def incoming(self, *texts: str) -> list[Incoming]:
        """What came in with these words in it, one each."""
        found = placing_of(self.report).incoming
        return [next(each for each in found if text in each.text) for text in texts]

    def figures(self, *units: str) -> list[Incoming]:
        """The figures of these units."""
        found = placing_of(self.report).incoming
        return [each for each in found if each.kind == "figure" and each.unit in units]


def a_desk(*, figures: tuple[str | None, ...] = ("3", "4"), **facts) -> Desk:
    """Sở Công Thương and Sở Nông nghiệp wrote a line each, with a figure each (None: no figure)."""
    programme = ProgrammeFactory(key="P1322")
    plan = PlanFactory(programme=programme, province=ProvinceFactory(name="Hưng Yên"))
    period = a_period(plan)
    a_setting(period)
    group = NationalTaskGroupFactory(programme=programme, code="NG2")
    said = ("Đã phát 08 phóng sự.", "Đã in 500 tờ rơi.")
    for unit, text, figure in zip(("Sở Công Thương", "Sở Nông nghiệp"), said, figures, strict=True):
        line = a_line(a_submission(period, unit), national_group=group, narrative=text)
        if figure is not None:
            a_figure(line, figure, **facts)
    dost = DostFactory(province=plan.province)
    person = {
        name: MembershipFactory(organisation=dost, role=role).user
        for name, role in (
            ("specialist", Role.SPECIALIST),
            ("colleague", Role.SPECIALIST),
            ("leader", Role.LEADER),
        )
    }
    return Desk(ReportFactory(period=period), **person)
