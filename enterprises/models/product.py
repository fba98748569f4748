"""What an enterprise makes, and what it holds certificates for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import clean, fold
from enterprises.models.enterprise import Enterprise


class Product(models.Model):
    """A product or service: whether it is a key product of the province, exported, and its OCOP stars."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="products", verbose_name=_("enterprise")
    )
    name = models.CharField(_("name"), max_length=300)
    is_key = models.BooleanField(_("key product of the province"), default=False)
    is_exported = models.BooleanField(_("exported"), default=False)
    ocop_stars = models.PositiveSmallIntegerField(_("OCOP stars"), null=True, blank=True)
    folded = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["enterprise_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "folded"], name="product_once_per_enterprise"),
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
            models.CheckConstraint(
                condition=Q(ocop_stars__isnull=True) | Q(ocop_stars__range=(1, 5)),
                name="product_stars_are_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = clean(self.name)
        self.folded = fold(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]


class CertificateKind(models.TextChoices):
    SYSTEM = "system", pgettext_lazy("kind of certificate", "management system")
    PRODUCT = "product", pgettext_lazy("kind of certificate", "product")
    LABORATORY = (
        "laboratory",
        pgettext_lazy("kind of certificate", "laboratory or conformity assessment body"),
    )
    AWARD = "award", pgettext_lazy("kind of certificate", "quality award")
    OTHER = "other", pgettext_lazy("kind of certificate", "other")


class Certificate(models.Model):
    """A certificate the enterprise holds: of what, number, body, scope, from when to when."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="certificates", verbose_name=_("enterprise")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("product")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind)
    title = models.CharField(_("standard or award"), max_length=200)
    number = models.CharField(_("number"), max_length=100, blank=True)
    body = models.CharField(pgettext_lazy("of a certificate", "certified by"), max_length=300, blank=True)
    scope = models.TextField(_("scope"), blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["enterprise_id", F("expires_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="certificate_says_of_what"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="certificate_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="certificates_by_expiry")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class ExpiryReminder(models.Model):
    """So many days before a certificate ends, its enterprise and DOST are reminded."""

    days_before = models.PositiveSmallIntegerField(_("days before"), unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reminder of an expiry")
        verbose_name_plural = _("reminders of expiries")
        ordering = ["-days_before"]

    def __str__(self) -> str:
        return str(self.days_before)
