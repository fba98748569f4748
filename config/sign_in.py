"""How people sign in: counts of wrong tries, second factors, and the slot for a national identity provider.

The slot (OpenID Connect) is empty unless ``PORTAL_OIDC_ISSUER`` names a provider. It never opens accounts:
somebody who has one links the identity after signing in, or signs in with it at once where the provider has confirmed
the very address the account is known by. A second factor is asked for all the same.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.given import Given

env = Given()
PASSWORD_HASHERS = [  # the first makes new ones; the second only reads what was kept before
    "accounts.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
REGISTRATION_TAKES = 1.0  # seconds, also where the address had an account already: the time tells nothing
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner hears of every change to how one signs in
ACCOUNT_RATE_LIMITS = {  # counted in the shared cache, so by all processes together
    "login": "60/m/ip",  # a department sits behind one address
    "login_failed": "20/m/ip,5/5m/key,20/h/key",  # key: the account, also of wrong codes; a new password by mail reopens it
}
MFA_ADAPTER = "accounts.adapter.PortalMFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.codes.CodeAtTheDoor",
    "reauthenticate": "accounts.codes.CodeAgain",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in, so it asks for finger, face or PIN
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator knew the address
MFA_TOTP_ISSUER = "Cổng NSCL"

OIDC_ISSUER = env.str("PORTAL_OIDC_ISSUER", default="")
OIDC_ORIGINS: list[str] = []  # where the sign-in form may lead on to
SOCIALACCOUNT_ADAPTER = "accounts.identity.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False  # the portal asks the provider who somebody is, and nothing else ever
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds; a provider that is down holds nobody up
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

if OIDC_ISSUER:
    _parts = urlsplit(OIDC_ISSUER)
    if _parts.scheme != "https" and not env.bool(
        "PORTAL_PLAIN_HTTP", default=env.bool("PORTAL_DEBUG", default=False)
    ):
        raise ImproperlyConfigured("PORTAL_OIDC_ISSUER must begin with https://.")
    OIDC_ORIGINS = [f"{_parts.scheme}://{_parts.netloc}"]
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "identity",
            "name": env.str("PORTAL_OIDC_NAME", default="VNeID"),
            "client_id": env.str("PORTAL_OIDC_CLIENT_ID"),
            "secret": env.str("PORTAL_OIDC_SECRET"),
            "settings": {"server_url": OIDC_ISSUER, "uid_field": "sub"},
        }
    ]
