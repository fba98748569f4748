"""How long personal data are kept, by dated rules."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RetentionRule(models.Model):
    """Personal data of one kind are erased so many years after their purpose ended, because a text says so.

    ``holding`` names the kind (operations/holdings.py). A kind without a rule, or with one without ``years``, is
    kept: no period stands in the portal's sources, so none is made up. A rule holds from ``valid_from`` to ``valid_to``.
    """

    holding = models.CharField(_("kind of personal data"), max_length=40)
    years = models.PositiveSmallIntegerField(
        _("years"), null=True, blank=True, help_text=_("After the purpose ended. Empty: nothing is erased.")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")
        ordering = ["holding", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["holding", "valid_from"], name="retention_rule_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="retention_rule_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | (Q(years__gte=1) & ~Q(legal_basis="")),
                name="retention_has_a_legal_basis",
                violation_error_message=_(
                    "Whoever erases says which text asks for it, and after at least a year."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding}, {self.valid_from}"
