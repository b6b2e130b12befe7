"""Every setting, read from the environment; `.env.sample` explains each variable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("SAURO_DATA", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
PRODUCTION = env.bool("SAURO_PRODUCTION", default=False)
DEBUG = False
DEVELOPMENT_KEY = "development-only-" + "k" * 40
SECRET_KEY = env.str("SAURO_SECRET_KEY", default="") or DEVELOPMENT_KEY
if PRODUCTION and SECRET_KEY == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("SAURO_SECRET_KEY must be set when SAURO_PRODUCTION is on.")
ALLOWED_HOSTS = env.list("SAURO_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("SAURO_ORIGINS", default=[])

INSTALLED_APPS = [
    "sauro.config.apps.SauroConfig",
    "sauro.domains.accounts.apps.AccountsConfig",  # before allauth: its pages are ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "rules",
    "treebeard",
    "django_cotton.apps.SimpleAppConfig",  # the loaders are named below
    "django_filters",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "sauro.engines.access.apps.AccessConfig",
    "sauro.engines.history.apps.HistoryConfig",
    "sauro.engines.periods.apps.PeriodsConfig",
    "sauro.engines.listing.apps.ListingConfig",
    "sauro.engines.jobs.apps.JobsConfig",
    "sauro.engines.notify.apps.NotifyConfig",
    "sauro.engines.charts.apps.ChartsConfig",
    "sauro.engines.ui.apps.UiConfig",
    "sauro.domains.territory.apps.TerritoryConfig",
    "sauro.domains.orgs.apps.OrgsConfig",
    "sauro.domains.documents.apps.DocumentsConfig",
    "sauro.domains.indicators.apps.IndicatorsConfig",
    "sauro.domains.programmes.apps.ProgrammesConfig",
    "sauro.domains.explanations.apps.ExplanationsConfig",
    "sauro.domains.bottlenecks.apps.BottlenecksConfig",
    "sauro.domains.alerts.apps.AlertsConfig",
    "sauro.domains.reporting.apps.ReportingConfig",
    "sauro.shell.apps.ShellConfig",
    "sauro.shell.merging.apps.MergingConfig",
    "sauro.shell.dashboards.apps.DashboardsConfig",
    "sauro.shell.publishing.apps.PublishingConfig",
    "sauro.shell.changes.apps.ChangesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sauro.shell.middleware.AsOfMiddleware",
    "sauro.shell.middleware.RefusalMiddleware",
    "sauro.shell.middleware.PrivateCacheMiddleware",
    "sauro.domains.accounts.middleware.PasswordChangeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sauro.config.urls"
WSGI_APPLICATION = "sauro.config.wsgi.application"
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sauro.shell.context.shell",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "sauro.engines.ui.templatetags.ui",
                "sauro.engines.subjects.templatetags.subjects",
            ],
        },
    }
]

DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'sauro.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Short statements, many at once: compiling one, or starting workers for it, costs more than it
    # takes. `?options=` in DATABASE_URL overrides this, as a pooler that takes none needs.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c max_parallel_workers_per_gather=0"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 600  # a new connection starts with a cold cache
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_NAME = "sauro_language"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 3600
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
UPLOAD_MAX_BYTES = env.int("SAURO_UPLOAD_MAX_MB", default=25) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_ADAPTER = "sauro.domains.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sauro.domains.accounts.adapters.SocialAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# axes counts wrong passwords first; this limit is what stands before the second factor
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "20/15m/key"}
SOCIALACCOUNT_ONLY = False
OIDC_SERVER = env.str("SAURO_OIDC_SERVER", default="")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "national-id",
                    "name": env.str("SAURO_OIDC_NAME", default="VNeID"),
                    "client_id": env.str("SAURO_OIDC_CLIENT_ID"),
                    "secret": env.str("SAURO_OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER},
                }
            ]
        }
    }
    if env.str("SAURO_OIDC_CLIENT_ID", default="")
    else {}
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "sauro.domains.accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Sáu Rõ"
AXES_FAILURE_LIMIT = env.int("SAURO_LOCKOUT_AFTER", default=8)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "sauro.domains.accounts.lockout.account_name"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

SESSION_COOKIE_AGE = env.int("SAURO_SESSION_HOURS", default=10) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SAURO_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("SAURO_BEHIND_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # the button of the national identity is a form that ends at its service
        "form-action": [SELF, *filter(None, ["/".join(OIDC_SERVER.split("/")[:3])])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_CONFIG = env.email_url("SAURO_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("SAURO_EMAIL_FROM", default="sauro@localhost")
EMAIL_TIMEOUT = 20  # seconds: a mail server that does not answer delays, it must not block
# Where people reach the site, for links in messages.
ADDRESS = (
    env.str("SAURO_ADDRESS", default="")
    or next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
).rstrip("/")
# Folders into which messages for the gateway of SMS and of chat are laid; empty = off.
SMS_OUTBOX = env.str("SAURO_SMS_OUTBOX", default="")
CHAT_OUTBOX = env.str("SAURO_CHAT_OUTBOX", default="")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_FILES = DATA_DIR / "results"  # files made in the background, kept for a week

# Tables of the whole system, named here so that engines never import a domain.
SAURO: dict[str, Any] = {
    "grants": "sauro.domains.orgs.selectors.grants_of",
    "roles": "sauro.config.roles.ROLES",
    "reactions": "sauro.config.reactions.REACTIONS",
    "jobs": "sauro.config.jobs.JOBS",
    "subjects": "sauro.config.subjects.SUBJECTS",
    "messages": "sauro.config.notices.MESSAGES",
    "channels": "sauro.config.notices.CHANNELS",
    "notice_parts": "sauro.config.notices.PARTS",
    "reminders": "sauro.config.reminders.REMINDERS",
    "schedule": "sauro.config.schedule.SCHEDULE",
    "people_in": "sauro.domains.orgs.selectors.people_in",
    "system_person": "sauro.domains.accounts.services.system_person",
    "event_labels": "sauro.config.events.EVENT_LABELS",
    "navigation": "sauro.config.navigation.NAVIGATION",
    "branch_moves": "sauro.domains.indicators.services.carrying.move_branch",
    "aims": "sauro.domains.programmes.selectors.aims.aims_of",
    # within how many months a dossier goes to the archive, and from which day they count
    "hand_over": {
        "months": env.int("SAURO_HAND_OVER_MONTHS", default=12),
        "from_year_end": env.bool("SAURO_HAND_OVER_FROM_YEAR_END", default=False),
    },
    "page_links": "sauro.config.page_links.PAGE_LINKS",
    "row_links": "sauro.config.page_links.ROW_LINKS",
    "page_panels": "sauro.config.page_links.PAGE_PANELS",
    "bulk_actions": "sauro.config.page_links.BULK_ACTIONS",
    "listed": "sauro.config.page_links.LISTED",
}
# Electronic exchange: messages made are also laid into this folder, where a carrier fetches them.
EXCHANGE_OUTBOX = env.str("SAURO_EXCHANGE_OUTBOX", default="")
# The certificate that signs PDF files: a PKCS#12 file, or a key on a PKCS#11 token.
_SIGNING = ("file", "passphrase", "module", "slot", "token", "label", "pin", "tsa", "roots")
SIGNING = {name: env.str(f"SAURO_SIGN_{name.upper()}", default="") for name in _SIGNING}
# A folder whose files (nq57.toml, nq71.toml, dean06.toml) replace the sheets of national systems.
LAYOUTS = env.str("SAURO_LAYOUTS", default="")
SITE_NAME = env.str("SAURO_SITE_NAME", default="")
ASSISTANT_URL = env.str("SAURO_ASSISTANT_URL", default="")
ASSISTANT_MODEL = env.str("SAURO_ASSISTANT_MODEL", default="")
ASSISTANT_KEY = env.str("SAURO_ASSISTANT_KEY", default="")
ASSISTANT_SECONDS = 30  # a page waits no longer for it
DUE_SOON_DAYS = env.int("SAURO_DUE_SOON_DAYS", default=7)
DASK_SCHEDULER = env.str("SAURO_DASK", default="")  # draws many reports at once
API_RATE = env.int("SAURO_API_RATE", default=1200)  # requests a minute, a person, a process

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    # a signature that does not hold is an answer, not a fault of this program
    "loggers": {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
    "root": {
        "handlers": ["console"],
        "level": env.str("SAURO_LOG_LEVEL", default="WARNING"),
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
