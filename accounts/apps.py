from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and accounts")

    def ready(self) -> None:
        """What follows a sign-in, a second factor, another address."""
        from allauth.account.signals import (  # noqa: PLC0415 - models are known only now
            authentication_step_completed,
            email_changed,
        )
        from allauth.account.signals import user_logged_in as signed_in_by_the_library  # noqa: PLC0415
        from allauth.mfa.signals import authenticator_added, authenticator_removed  # noqa: PLC0415
        from allauth.socialaccount.models import SocialAccount  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in, user_login_failed  # noqa: PLC0415
        from django.db.models.signals import pre_save  # noqa: PLC0415

        from accounts import receivers  # noqa: PLC0415
        from accounts.actions import forget_known_address  # noqa: PLC0415
        from accounts.identity import forget_the_rest  # noqa: PLC0415

        email_changed.connect(forget_known_address, dispatch_uid="accounts.forget_known_address")
        user_logged_in.connect(receivers.signed_in, dispatch_uid="accounts.signed_in")
        user_login_failed.connect(receivers.refused, dispatch_uid="accounts.refused")
        signed_in_by_the_library.connect(receivers.listed, dispatch_uid="accounts.listed")
        authentication_step_completed.connect(receivers.step_completed, dispatch_uid="accounts.step")
        authenticator_added.connect(receivers.device_added, dispatch_uid="accounts.device_added")
        authenticator_removed.connect(receivers.device_removed, dispatch_uid="accounts.device_removed")
        pre_save.connect(forget_the_rest, sender=SocialAccount, dispatch_uid="accounts.forget_the_rest")
