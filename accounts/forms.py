"""What a person types about their own account, and an administrator about somebody's."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AddressForm(forms.Form):
    """The address somebody wants."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; unless its owner wants it otherwise it opens the portal by itself."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you tell your passkeys apart, such as “telephone” or “office computer”."),
        max_length=100,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("It signs me in by itself, without the password"),
        help_text=_("The device then always asks for your finger, face or PIN."),
        initial=True,
        required=False,
    )


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=100)


class NewPersonForm(AdminUserCreationForm):
    """Somebody an administrator knows."""

    class Meta:
        model = User
        fields = ["email", "full_name"]


class PersonForm(UserChangeForm):
    """A person's account. Administrators end, and lay down, no powers of their own, so that one always stays."""

    by: User | None = None  # who changes it, see UserAdmin
    KEPT = ("is_active", "is_staff", "is_superuser")

    class Meta:
        model = User
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Refused for oneself, and once somebody else has ended whoever sends this."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        ends = any(name in self.fields and not told.get(name) for name in self.KEPT)
        if self.by is None or not ends or not (self.instance.is_superuser and self.instance.is_active):
            return told
        if self.instance.pk == self.by.pk:
            raise forms.ValidationError(
                _("Another administrator takes this from you, so that somebody stays who can give it back."),
                code="oneself",
            )
        if not User.objects.administrators().filter(pk=self.by.pk).exists():
            raise forms.ValidationError(_("Your own account has ended meanwhile."), code="ended")
        return told
