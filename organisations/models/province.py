"""A province or a city under the central government."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold, nfc, sort_key
from organisations.models.validity import Dated, DatedQuerySet, Evidence


class ProvinceKind(models.TextChoices):
    PROVINCE = "tinh", pgettext_lazy("kind of province", "province")
    CITY = "thanh-pho", pgettext_lazy("kind of province", "city under the central government")


class Province(Dated):
    """A province as it was and is. A merged one ends; the one that took it over goes on (see ProvinceSuccession)."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("official code"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProvinceKind, default=ProvinceKind.PROVINCE)
    evidence = models.CharField(_("evidence"), max_length=2, choices=Evidence, default=Evidence.SECONDARY)
    note = models.TextField(_("note"), blank=True)
    order = models.CharField(max_length=300, editable=False, default="")
    folded = models.CharField(max_length=120, editable=False, default="")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.order, self.folded = sort_key(self.name), fold(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("organisations:province_detail", args=[self.slug])

    @property
    def full_name(self) -> str:
        """The name with its kind as documents write it: "tỉnh Hưng Yên", "thành phố Hà Nội"."""
        return f"{'thành phố' if self.kind == ProvinceKind.CITY else 'tỉnh'} {self.name}"
