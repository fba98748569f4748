"""An enterprise, cooperative, household business or S&T organisation of a province."""

import re
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.vietnamese import fold, nfc, sort_key
from organisations.models import Province
from organisations.queries import province_ids_of

LONGEST_ORDER, LONGEST_FOLDED = (
    900,
    400,
)  # of names nobody has; where the keys end, such names sort and match alike
PERSONAL = r"^\d{12}$"  # the code of a household
TAX_CODE = r"^\d{10}(-\d{3})?$|^\d{12}$"


class EnterpriseKind(models.TextChoices):
    COMPANY = "company", pgettext_lazy("kind of enterprise", "enterprise")
    COOPERATIVE = "cooperative", pgettext_lazy("kind of enterprise", "cooperative")
    HOUSEHOLD = "household", pgettext_lazy("kind of enterprise", "household business")
    ST_ORGANISATION = "st_organisation", pgettext_lazy("kind of enterprise", "S&T organisation")


class VsicVersion(models.TextChoices):
    """The edition of the classification of lines of business; one code may mean different things in two of them."""

    V2018 = "2018", _("VSIC 2018 (Decision 27/2018/QĐ-TTg)")
    V2025 = "2025", _("VSIC 2025 (Decision 36/2025/QĐ-TTg)")


def enterprise_ids_of(user: User, *, managing: bool = False) -> frozenset[int]:
    """Enterprises the person acts for today (``managing``: as manager); read once per person and request."""
    if not user.is_authenticated:
        return frozenset()
    held: list[tuple[int, str]] | None = getattr(user, "held_enterprises", None)
    if held is None:
        own = user.enterprise_memberships.on(timezone.localdate()).order_by()
        held = list(own.values_list("enterprise_id", "role")) if user.is_active else []
        user.held_enterprises = held  # type: ignore[attr-defined] # kept on the person
    return frozenset(pk for pk, role in held if not managing or role == "manager")


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Enterprises as people look for them."""

    def visible_to(self, user: User) -> Self:
        """Its own people; DOST and the readers of its province; the ministry sees every enterprise."""
        if user.is_superuser:
            return self
        return self.filter(Q(pk__in=enterprise_ids_of(user)) | Q(province_id__in=province_ids_of(user)))

    def matching(self, text: str) -> Self:
        """Those whose name holds ``text``, with or without dấu, or whose tax code begins with it.

        A household's code is found whole only: beginnings would let anybody who searches guess it digit by digit.
        """
        wanted = fold(text)
        if not wanted:
            return self
        named, code = Q(folded__contains=wanted), "".join(text.split())
        if not code[:1].isdigit():
            return self.filter(named)
        begun = Q(tax_code__startswith=code) & ~Q(tax_code__regex=PERSONAL)
        return self.filter(named | begun | Q(tax_code=code))


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
    address = models.CharField(_("address"), max_length=500, blank=True)
    commune = models.CharField(_("commune or ward"), max_length=120, blank=True)
    former_address = models.CharField(
        _("former address"),
        max_length=500,
        blank=True,
        help_text=_("As before the merger of districts and provinces."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_foreign_invested = models.BooleanField(
        _("foreign-invested"), null=True, blank=True, help_text=_("Empty: not declared yet.")
    )
    is_woman_owned = models.BooleanField(_("owned by women"), default=False)
    has_many_women = models.BooleanField(_("employs many women"), default=False)
    is_social = models.BooleanField(_("social enterprise"), default=False)
    vsic_version = models.CharField(_("edition of VSIC"), max_length=4, choices=VsicVersion, blank=True)
    vsic_code = models.CharField(
        _("main line of business (VSIC code)"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{2,5}$", _("Two to five digits."))],
    )
    main_line = models.CharField(_("main line of business, as registered"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False)
    family = models.GeneratedField(
        expression=Case(
            When(tax_code__regex=r"^\d{12}$", then="tax_code"),
            default=Left("tax_code", 10),
            output_field=models.CharField(),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
        verbose_name=_("family of tax codes"),
    )
    order = models.CharField(max_length=LONGEST_ORDER, editable=False, default="")
    folded = models.CharField(max_length=LONGEST_FOLDED, editable=False, default="")

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
            models.CheckConstraint(
                condition=Q(vsic_code="", vsic_version="") | (~Q(vsic_code="") & ~Q(vsic_version="")),
                name="enterprise_line_names_its_edition",
            ),
        ]
        indexes = [
            models.Index(fields=["family"], name="enterprises_of_a_family", condition=~Q(tax_code="")),
            models.Index(fields=["province", "order"], name="enterprises_of_a_province"),
            models.Index(
                fields=["tax_code"], name="enterprises_by_begun_code", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["order", "id"], name="enterprises_by_name"),
            models.Index(
                fields=["folded"], name="enterprises_by_begun_name", opclasses=["varchar_pattern_ops"]
            ),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="enterprises_by_part_of_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.order, self.folded = sort_key(self.name)[:LONGEST_ORDER], fold(self.name)[:LONGEST_FOLDED]
        with transaction.atomic(savepoint=False):  # with whatever follows a tax code that was put right
            super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("enterprises:enterprise_detail", args=[self.pk])

    @property
    def is_household(self) -> bool:
        """A household's code is its owner's personal number: shown only to those who need it."""
        return len(self.tax_code) == 12  # noqa: PLR2004 - digits of a personal number

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
            order=sort_key(name)[:LONGEST_ORDER],
            folded=fold(name)[:LONGEST_FOLDED],
        )
