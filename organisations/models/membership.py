"""A person's role in an organisation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models.organisation import Organisation
from organisations.models.validity import Dated, DatedQuerySet


class Role(models.TextChoices):
    """What a person does for the organisation. Rights are read off this list (see each app's rules)."""

    SPECIALIST = "specialist", pgettext_lazy("role", "DOST specialist")
    LEADER = "leader", pgettext_lazy("role", "DOST leader")
    FOCAL_POINT = "focal_point", pgettext_lazy("role", "focal point of a unit")
    UNIT_LEADER = "unit_leader", pgettext_lazy("role", "leader of a unit")
    READER = "reader", pgettext_lazy("role", "reader of the province or the ministry")


class Membership(Dated):
    """A person acts for an organisation in a role, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.organisation}"
