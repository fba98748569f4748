"""An enterprise, cooperative, household business or S&T organisation of a province."""

import re
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold, nfc, sort_key
from organisations.models import Province

TAX_CODE = r"^\d{10}(-\d{3})?$|^\d{12}$"


class EnterpriseKind(models.TextChoices):
    COMPANY = "company", pgettext_lazy("kind of enterprise", "enterprise")
    COOPERATIVE = "cooperative", pgettext_lazy("kind of enterprise", "cooperative")
    HOUSEHOLD = "household", pgettext_lazy("kind of enterprise", "household business")
    ST_ORGANISATION = "st_organisation", pgettext_lazy("kind of enterprise", "S&T organisation")


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Enterprises as people look for them."""

    def matching(self, text: str) -> Self:
        """Those whose name holds ``text``, with or without dấu, or whose tax code begins with it."""
        wanted = fold(text)
        if not wanted:
            return self
        return self.filter(Q(folded__contains=wanted) | Q(tax_code__startswith=text.strip()))


class Enterprise(models.Model):
    """Whoever a plan helps. One row per tax code; one whose code is not known yet is told apart by name and province."""

    name = models.CharField(_("name"), max_length=300)
    tax_code = models.CharField(
        _("tax code"),
        max_length=14,
        blank=True,
        validators=[RegexValidator(TAX_CODE, _("Ten digits, ten and three for a branch, or twelve."))],
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EnterpriseKind, default=EnterpriseKind.COMPANY)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="enterprises", verbose_name=_("province")
    )
    is_demo = models.BooleanField(_("demo"), default=False)
    order = models.CharField(max_length=900, editable=False, default="")
    folded = models.CharField(max_length=400, editable=False, default="")

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"], name="enterprise_once_per_tax_code", condition=~Q(tax_code="")
            ),
            models.UniqueConstraint(
                fields=["province", "folded"],
                name="enterprise_without_code_once_per_name",
                condition=Q(tax_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.order, self.folded = sort_key(self.name), fold(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]

    @staticmethod
    def has_shape_of_a_code(code: str) -> bool:
        """Whether ``code`` could be a tax code: ten digits, ten and three after a dash, or twelve."""
        return re.fullmatch(TAX_CODE, code, re.ASCII) is not None

    @classmethod
    def named(cls, name: str, province: Province, *, tax_code: str = "", kind: str = "") -> Self:
        """A new row, unsaved, with what save() would work out: for entering many at once."""
        name = nfc(name)
        return cls(
            name=name,
            province=province,
            tax_code=tax_code,
            kind=kind or EnterpriseKind.COMPANY,
            order=sort_key(name),
            folded=fold(name),
        )
