from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and accounts")

    def ready(self) -> None:
        """A person who takes another address confirms it, whoever opened the account."""
        from allauth.account.signals import email_changed  # noqa: PLC0415 - models are known only now

        from accounts.actions import forget_known_address  # noqa: PLC0415

        email_changed.connect(forget_known_address, dispatch_uid="accounts.forget_known_address")
