"""Settings of the portal: one file, every value from the environment.

A secret may be given as ``NAME`` or as ``NAME_FILE`` (the path of a file holding it).
Production (``PORTAL_DEBUG`` off) refuses to start without a secret of its own and its host names.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import files, log
from config.cookies import cookies
from config.given import Given
from config.machines import *  # noqa: F403 - programs: how often they ask, and that none is led on to TLS
from config.sign_in import *  # noqa: F403 - second factors, counts of tries, the slot for an identity provider
from config.sign_in import OIDC_ORIGINS

BASE_DIR = Path(__file__).resolve().parent.parent
env = Given()

# --- Safety -----------------------------------------------------------------------------------
DEBUG = env.bool("PORTAL_DEBUG", default=False)
DEVELOPMENT_SECRET = "development-only"  # noqa: S105 - refused below outside DEBUG
SECRET_KEY = env.str("PORTAL_SECRET_KEY", default=DEVELOPMENT_SECRET)
SECRET_KEY_FALLBACKS = env.list(
    "PORTAL_SECRET_KEY_FALLBACKS", default=[]
)  # of before; still read, never written
ALLOWED_HOSTS = env.list("PORTAL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_ORIGINS", default=[])
LEAST_SECRET_LENGTH = 50

if not DEBUG:
    if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < LEAST_SECRET_LENGTH:
        raise ImproperlyConfigured(
            "PORTAL_SECRET_KEY (or PORTAL_SECRET_KEY_FILE) must be a secret of at least 50 characters."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("PORTAL_ALLOWED_HOSTS must name the hosts this portal answers for.")

# A trial on one machine speaks plain HTTP; everything else is behind TLS.
PLAIN_HTTP = env.bool("PORTAL_PLAIN_HTTP", default=DEBUG)
BASE_URL_SCHEMES = ("http://", "https://") if PLAIN_HTTP else ("https://",)
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://localhost:8000" if DEBUG else "").rstrip("/")
if not PORTAL_BASE_URL.startswith(BASE_URL_SCHEMES):
    raise ImproperlyConfigured(
        "PORTAL_BASE_URL must be the address people type, e.g. https://nscl.example: links in mails begin with it."
    )
SECURE_SSL_REDIRECT = not PLAIN_HTTP
BEHIND_PROXY = env.bool("PORTAL_BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose address is counted when many passwords are wrong
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "" if PLAIN_HTTP else "__Host-"
vars().update(cookies(COOKIE_PREFIX, is_secure=not PLAIN_HTTP))
# A working day at most, and an hour without doing anything: what NIST SP 800-63B-4 asks at its second level.
SESSION_IDLE_MINUTES = env.int("PORTAL_SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("PORTAL_SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
CONTENT_SECURITY_POLICY = {  # without an exception, the administration included
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is the MFA page's QR picture
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "operations",
    "api",
    "consolidation",
    "reporting",
    "support",
    "enterprises",
    "programmes",
    "outbox",
    "organisations",
    "jobs",
    "journal",
    "accounts",
    "common",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "csp",
    "import_export",
]
MIDDLEWARE = [
    "common.request_id.request_ids",
    "operations.middleware.counted_requests",
    "common.headers.closing_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages are light also without a proxy in front
    "csp.middleware.CSPMiddleware",  # before whatever may refuse a request: refusals carry the policy too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.doors.TimedSessionMiddleware",  # before anybody asks who is signed in
    "journal.acting.acting_people",
    "common.privacy.private_pages",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed by default
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.doors.SecondFactorMiddleware",
    "organisations.support_view.SupportViewMiddleware",
    "common.sign_in.SignInAgainMiddleware",
    "common.unasked.worded_refusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
                "operations.context.troubles",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "common.templatetags.components",
                "common.templatetags.formats",
            ],
        },
    }
]
FORM_RENDERER = "common.forms.PortalRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database, cache and broker ---------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///portal")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
PREPARES = env.bool(
    "PORTAL_DATABASE_PREPARE", default=True
)  # what is asked a third time (common/prepared.py)
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,  # seconds, then it is an outage
    "server_side_binding": PREPARES,
    "prepare_threshold": 2 if PREPARES else None,
} | DATABASES["default"].get("OPTIONS", {})
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")


def socket_url(url: str, scheme: str) -> str:
    """A Redis address as one library wants it: TCP addresses are alike, unix sockets are not."""
    if not url.startswith(("unix://", "redis+socket://")):
        return url
    address = scheme + url.split("://", 1)[1]
    return address.replace("?db=", "?virtual_host=") if scheme == "redis+socket://" else address


CACHES: dict[str, dict] = {
    "default": {
        "BACKEND": "common.cache.ForgivingRedisCache",
        "LOCATION": socket_url(REDIS_URL, "unix://"),
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "common.sessions"

# --- Long work (see docs/adr for what was tried) ---------------------------------------------------------
CELERY_BROKER_URL = socket_url(REDIS_URL, "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,  # longer than the hard limit, or a long task runs twice
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 1,  # a request never waits long for a broker that is down or silent: the tick sends later
    "interval_max": 0.5,
}
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULER = "config.ticking.SteadyScheduler"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "jobs.jobs.tick", "schedule": 60.0, "options": {"expires": 55}}}

# --- People --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.KnownPasswordValidator"},
]
# a sorted file of SHA-1 hashes of breached passwords, where the installation has one; nothing is asked of the internet
PORTAL_BREACHED_PASSWORDS = env.str("PORTAL_BREACHED_PASSWORDS", default="")
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "common.kept.csrf_failure"  # what was typed into a long form comes back
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # signing in needs none; submitting does (User.has_confirmed_address)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
REGISTRATIONS_PER_HOUR = env.int("PORTAL_REGISTRATIONS_PER_HOUR", default=40)  # from one network address
# Whoever sees more than their own unit shows a second factor. Off in a trial, whose passwords are public anyway.
PORTAL_MFA_REQUIRED = env.bool("PORTAL_MFA_REQUIRED", default=not PLAIN_HTTP)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
EMAIL_CONFIG = env.email_url("PORTAL_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith(".filebased.EmailBackend"):  # filemail:////folder: a file each
    EMAIL_BACKEND = "outbox.folder.FolderBackend"
EMAIL_TIMEOUT = 20  # seconds; a mail server that says nothing must not hold the tick
DEFAULT_FROM_EMAIL = env.str("PORTAL_FROM_EMAIL", default="portal@localhost")

# --- Language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# the second: libraries without Vietnamese
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("PORTAL_STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / "var" / "data")))
PORTAL_SEAL_KEY = env.str(
    "PORTAL_SEAL_KEY", default=""
)  # else made when needed, in the data folder: seal.key
MEDIA_ROOT = DATA_DIR  # private: nothing below it has an address of its own
STORAGES = {
    "default": files.store(env, DATA_DIR),
    "staticfiles": files.collected(is_development=DEBUG),
}
WORKBOOK_LARGEST = env.int("PORTAL_WORKBOOK_LARGEST", default=10 * 1024 * 1024)  # bytes of one sent up
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
EVIDENCE_MOST_MB = env.int("PORTAL_EVIDENCE_MOST_MB", default=20)  # of one file
EVIDENCE_MOST_FILES = env.int("PORTAL_EVIDENCE_MOST_FILES", default=50)  # of one form
APPLICATION_MOST_MB = env.int("PORTAL_APPLICATION_MOST_MB", default=20)  # of one file
APPLICATION_MOST_FILES = env.int("PORTAL_APPLICATION_MOST_FILES", default=100)  # of one application
REQUEST_MOST_MB = env.int("PORTAL_REQUEST_MOST_MB", default=64)  # of anything sent at once, files included
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_HANDLERS = [
    "common.limits.AnnouncedSize",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a department's yearly form has many figures

# --- Log, figures and health (see docs/operations.md) ---------------------------------------------------------------
LOG_FORMAT = env.str("PORTAL_LOG_FORMAT", default="plain" if DEBUG else "json")
LOGGING = log.lines(form=LOG_FORMAT, level=env.str("PORTAL_LOG_LEVEL", default="INFO"))
METRICS_DIR = env.str("PORTAL_METRICS_DIR", default="")  # where processes of one machine count together
METRICS_TOKEN = env.str("PORTAL_METRICS_TOKEN", default="")
METRICS_NETWORKS = env.list("PORTAL_METRICS_NETWORKS", default=["127.0.0.0/8", "::1/128"])
PG_BIN = env.str("PORTAL_PG_BIN", default="")  # folder of pg_dump and pg_restore; else they are looked for
SLOW_QUERY_SECONDS = env.float("PORTAL_SLOW_QUERY_SECONDS", default=0.5)
DISK_LOW_MB = env.int("PORTAL_DISK_LOW_MB", default=2048)  # administrators are told
DISK_FULL_MB = env.int("PORTAL_DISK_FULL_MB", default=200)  # everybody is told
