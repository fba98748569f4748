"""A small province with people at their desks, and where each of them works: ``python -m faults.world FILE``.

Written as JSON for those who play the people, for they know the portal only by its pages.
"""

import json
import sys
from pathlib import Path

import django
from django.db import transaction

PASSWORD = "bốn từ dễ nhớ thôi"  # noqa: S105 - of nobody
APPLICANTS = 4


def build() -> dict:
    """Everything on one stage: an open period with a form, a report, contents to apply for, a register."""
    from django.utils import timezone  # noqa: PLC0415 - needs the settings

    from tests.factories.consolidation import a_report  # noqa: PLC0415 - as above
    from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory  # noqa: PLC0415 - as above
    from tests.factories.programmes import PlanFactory, ProgrammeFactory, TargetFactory  # noqa: PLC0415 - as above
    from tests.factories.reporting import stage  # noqa: PLC0415 - as above
    from tests.factories.support import SupportContentFactory  # noqa: PLC0415 - as above
    from tests.reporting.filling import a_period, a_setting, reported  # noqa: PLC0415 - as above

    here = stage()
    province, today = here.plan.province, timezone.localdate()
    plan = PlanFactory(
        province=province, programme=ProgrammeFactory(key="P1322"), year_from=2021, year_to=today.year + 4
    )
    content = SupportContentFactory(plan=plan)
    period = a_period(plan, today.year - 1)
    a_setting(period)
    reported(period, TargetFactory(plan=plan), 3)
    members = [
        EnterpriseMembershipFactory(enterprise=EnterpriseFactory(province=province))
        for _each in range(APPLICANTS)
    ]
    for user in [here.specialist, here.focal, *(member.user for member in members)]:
        user.set_password(PASSWORD)
        user.save()
    return {
        "password": PASSWORD,
        "plan": plan.key,
        "content": content.pk,
        "applicants": [
            {"email": member.user.email, "enterprise": member.enterprise_id} for member in members
        ],
        "focal": here.focal.email,
        "form": here.submission.pk,
        "line": here.line.pk,
        "specialist": here.specialist.email,
        "report": a_report(period).pk,
        "province": province.name,
    }


if __name__ == "__main__":
    django.setup()
    with transaction.atomic():  # the portal runs already, and sees all of it or nothing
        built = build()
    Path(sys.argv[1]).write_text(json.dumps(built, ensure_ascii=False), encoding="utf-8")
