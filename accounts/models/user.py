"""The person who signs in, known by one address."""

import re
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.vietnamese import clean


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is stored in lower case, for it is one address however it is typed."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """A person with this address. Without a password nobody can sign in until one is set."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def known_as(self, address: str) -> "User | None":
        """The person with this address, however it is typed. Signs that only a database takes for letters (ſ, K) are others."""
        return self.filter(email=clean(address).lower()).first()

    def administrators(self) -> models.QuerySet["User"]:
        """Those of the whole portal who may sign in."""
        return self.filter(is_superuser=True, is_active=True)

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """An administrator of the whole portal."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


TABLE_RIGHT = re.compile(r"\.(view|add|change|delete)_[a-z]+$")  # what Django asks before it shows a table


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. What they may do comes from their memberships, not from here."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_demo = models.BooleanField(_("demo account"), default=False, help_text=_("Not a real person."))
    opened_alone = models.BooleanField(
        _("opened the account alone"),
        default=False,
        editable=False,
        help_text=_("Or took another address alone: it counts once its confirmation link was followed."),
    )
    date_joined = models.DateTimeField(_("account opened"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """One address is stored in one way, also where an administrator types it."""
        super().clean()
        self.email = clean(self.email).lower()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the person holds ``perm``, in general or over the record ``obj``.

        An administrator holds every general right (the administration asks for those); over one record the
        rule of that record decides for everybody, so that nobody certifies or accepts what they do not answer for.
        A rule about records opens no whole table: that takes a right which an administrator gave by name.
        """
        if obj is None and TABLE_RIGHT.search(perm):
            return self.is_active and (self.is_superuser or perm in self.get_all_permissions())
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())

    @property
    def has_confirmed_address(self) -> bool:
        """Whether the address is known to be the person's: by the administrator, or by following a mail's link."""
        if not self.opened_alone:
            return True
        known = self.emailaddress_set.all()  # type: ignore[attr-defined] # allauth's; may be fetched for many at once
        return any(row.verified and row.email.lower() == self.email.lower() for row in known)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
