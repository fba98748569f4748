"""Who belongs to a group phrase on a day."""

import datetime as dt

from organisations.models import Organisation, OrganisationGroup, OrganisationKind, Province, Resolution


def members(group: OrganisationGroup, province: Province, day: dt.date) -> list[Organisation]:
    """The organisations of ``province`` that a group phrase means on ``day``.

    Members listed by hand always belong; departments and districts are found by kind. Empty means that the
    phrase names nobody the portal knows: DOST must list members.
    """
    there = Organisation.objects.filter(province=province).on(day)
    found = {m.organisation_id: m.organisation for m in group.members.on(day).select_related("organisation")}
    chosen = {pk: o for pk, o in found.items() if o.province_id == province.pk}
    if group.resolution == Resolution.DEPARTMENTS:
        chosen |= {o.pk: o for o in there.filter(kind=OrganisationKind.DEPARTMENT)}
    elif group.resolution == Resolution.DISTRICTS:
        chosen |= {
            o.pk: o for o in there.filter(kind__in=[OrganisationKind.DISTRICT, OrganisationKind.COMMUNE])
        }
    elif group.standard:
        chosen |= {o.pk: o for o in there.filter(standard=group.standard)}
    return sorted(chosen.values(), key=lambda o: (o.order, o.pk))
