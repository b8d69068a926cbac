"""One settings file. What differs between two instances comes from the environment (README, Configure)."""

import os
from email.utils import parseaddr
from typing import Any

from csp.constants import NONCE, NONE, SELF

from maillage.config import environment
from maillage.kernel import paths

paths.keep_private()
SECRET_KEY = environment.secret_key()
DEBUG = False
#: The demonstration: invented people, and a sign-in that works without a mail server (accounts.perms).
DEMO = environment.switched_on("MAILLAGE_DEMO")
#: Invented structures that everyone may look at, linked from the home.
EXAMPLES = environment.switched_on("MAILLAGE_EXAMPLES", default="1")
#: Who runs the instance, for its legal notice: what is empty is said to be missing there.
OPERATOR = os.environ.get("MAILLAGE_OPERATOR", "").strip()
PUBLISHER = os.environ.get("MAILLAGE_PUBLISHER", "").strip()
HOSTING = os.environ.get("MAILLAGE_HOSTING", "").strip()
HTTPS = environment.switched_on("MAILLAGE_HTTPS")
#: Where visitors get the source of the version they use (AGPL, section 13).
SOURCE_URL = os.environ.get("MAILLAGE_SOURCE", "")
HOSTS = environment.hosts()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

INSTALLED_APPS = [
    "maillage.portal.apps.PortalConfig",
    "maillage.dossier.apps.DossierConfig",
    "maillage.funding.apps.FundingConfig",
    "maillage.project.apps.ProjectConfig",
    "maillage.care.apps.CareConfig",
    "maillage.outreach.apps.OutreachConfig",
    "maillage.governance.apps.GovernanceConfig",
    "maillage.people.apps.PeopleConfig",
    "maillage.diagnosis.apps.DiagnosisConfig",
    "maillage.surveys.apps.SurveysConfig",
    "maillage.habits.apps.HabitsConfig",
    "maillage.structures.apps.StructuresConfig",
    "maillage.territories.apps.TerritoriesConfig",
    "maillage.official.apps.OfficialConfig",
    "maillage.guide.apps.GuideConfig",
    "maillage.directory.apps.DirectoryConfig",
    "maillage.jobs.apps.JobsConfig",
    "maillage.files.apps.FilesConfig",
    "maillage.accounts.apps.AccountsConfig",
    "maillage.documents.apps.DocumentsConfig",
    "maillage.links.apps.LinksConfig",
    "maillage.mail.apps.MailConfig",
    "maillage.audit.apps.AuditConfig",
    "maillage.limits.apps.LimitsConfig",
    "maillage.ui.apps.UiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "ninja",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "maillage.config.middleware.in_french",
    "maillage.config.middleware.refuse_at_the_door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.config.middleware.light_without_account",
    "maillage.config.middleware.private_pages",
    "maillage.config.middleware.visible_text",
    "maillage.config.middleware.ClosedByDefault",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maillage.config.middleware.lead_back",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maillage.structures.queries.workspace",
            ],
            "builtins": ["maillage.ui.templatetags.maillage", "maillage.ui.templatetags.places"],
        },
    }
]


def databases() -> dict[str, Any]:
    """See docs/adr/0004 for the options."""
    database = environment.database()
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,  # seconds: then 503 (config.failures)
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    # The national directory is a file of its own, which the site only reads. An import replaces it by renaming, and
    # each request opens it: a new directory serves at once.
    directory = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{paths.DIRECTORY}?mode=ro",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"timeout": 5},
        "TEST": {"MIRROR": "default"},
    }
    return {"default": database, "directory": directory}


DATABASES = databases()
DATABASE_ROUTERS = ["maillage.directory.services.routing.DirectoryRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # 300 by default, which a crowd empties
    }
}

# Language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Static files: the site's own, and what `maillage build` took from packages
STATIC_URL = "/static/"
STATIC_ROOT = paths.VAR / "static"
STATICFILES_DIRS = [paths.ASSETS] if paths.ASSETS.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "maillage.ui.services.StaticFiles"},
    # Papers that people give: read by whom their room lets, never by an address of their own
    "files": environment.files(),
}
FORM_RENDERER = "maillage.ui.forms.Renderer"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes, without files
BODY_MAX_SIZE = 12 * 1024 * 1024  # with them, the photo of a telephone: config.asgi
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_MAX_SIZE  # nothing is written on the disk before it is accepted

# Accounts: an address and a code, no password
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "structures:arrive"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "maillage.accounts.services.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code received by mail is the verification
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # allauth counts in the cache, which forgets; ours are in accounts.perms
ACCOUNT_FORMS = {"request_login_code": "maillage.accounts.forms.EnterForm"}
ACCOUNT_LOGOUT_ON_GET = False

# Mail: MAILLAGE_MAIL=smtp://user:password@host:port, else written on the terminal
DEFAULT_FROM_EMAIL = os.environ.get("MAILLAGE_MAIL_FROM", "Maillage <maillage@localhost>")
#: Who writes on the envelope of messages: what comes back goes there; empty: to the address of MAILLAGE_MAIL_FROM.
#: They seal health data, the newest first; they are never in the database.
HEALTH_KEYS = environment.health_keys()
BOUNCES = environment.bounces()
#: Under which names of the domain its keys are, for `maillage mail check`.
DKIM = environment.dkim()
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]
#: Whom people write to: empty when nobody said.
CONTACT = os.environ.get("MAILLAGE_CONTACT", "").strip() or environment.reachable(SERVER_EMAIL)
globals().update(environment.mail())
EMAIL_TIMEOUT = 10  # seconds

# Safety
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy's work
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "maillage.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF, NONCE],  # the nonce is for the editor alone, where a page asks for it
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
#: Proxies in front: limits count the address that the first of them wrote (limits.services.address_of).
PROXIES = NINJA_NUM_PROXIES = environment.proxies()
