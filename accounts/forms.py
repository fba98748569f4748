"""What a person types about their own account."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


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
