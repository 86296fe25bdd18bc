"""How the site is set up: one file, from the environment only; a missing secret fails loudly."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Read ZHUANHUA_<name>, or the file that ZHUANHUA_<name>_FILE points to; without either, the default or an error."""
    path = os.environ.get(f"ZHUANHUA_{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(f"ZHUANHUA_{name}", default)
    if value is None:
        message = f"ZHUANHUA_{name} is not set. Set it in the environment, or put its path in ZHUANHUA_{name}_FILE."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no setting; anything but 1/true/yes/on and 0/false/no/off is an error."""
    text = env(name, "1" if default else "0").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    message = f"ZHUANHUA_{name} is '{text}'. Write 1 or 0."
    raise ImproperlyConfigured(message)


# --- what kind of site this is -----------------------------------------------------------------
DEMO = ZHUANHUA_DEMO = flag("DEMO")  # the demo city: banner, one-click sign-in
DEBUG = flag("DEBUG")
LOCAL = DEMO or DEBUG  # plain http on 127.0.0.1
DATA_DIR = Path(env("DATA_DIR", str(ROOT / "var" / ("demo" if DEMO else "site"))))
CITY_CODE = env("CITY_CODE", "210100")  # GB/T 2260, the city that runs this site
CITY_NAME = env("CITY_NAME", "沈阳市")
BUREAU_NAME = env("BUREAU_NAME", "沈阳市科学技术局")
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # stands in QR codes and mail
CALENDAR_TODAY = env("TODAY", "")  # freezes the city's day, for rehearsals only

SECRET_KEY = env("SECRET_KEY", "local-only-" + "k" * 50 if LOCAL else None)
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver" if LOCAL else "").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("TRUSTED_ORIGINS", "").split(",") if origin]

# --- rooms -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "zhuanhua.ui",
    "zhuanhua.shared.access",
    "zhuanhua.shared.people",
    "zhuanhua.shared.journal",
    "zhuanhua.shared.workflow",
    "zhuanhua.shared.policy",
    "zhuanhua.shared.figures",
    "zhuanhua.shared.documents",
    "zhuanhua.shared.exchange",
    "zhuanhua.shared.notices",
    "zhuanhua.shared.jobs",
    "zhuanhua.programmes.contracts",
    "zhuanhua.accountability.statistics",
    "zhuanhua.accountability.replies",
    "zhuanhua.overview",
]
MIDDLEWARE = [
    "zhuanhua.core.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "zhuanhua.shared.access.middleware.PersonMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zhuanhua.ui.context.shell",
            ],
        },
    },
]

# --- records -----------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'city.sqlite3'}"))}
if os.environ.get("DATABASE_URL") and not DEMO:
    DATABASES["default"] = dj_database_url.parse(os.environ["DATABASE_URL"])
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Full durability: WAL alone may drop the last commits at a power cut (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if flag("JOBS_IMMEDIATE")
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
FILES_DIR = DATA_DIR / "files"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- identity (owner: people) ------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_PROFILE = env("PASSWORD_PROFILE", "asvs")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox/"
# --- end of identity ---------------------------------------------------------------------------

# --- language, time, files ---------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
ASSETS_DIR = Path(env("ASSETS_DIR", str(ROOT / "var" / "assets")))  # tabler, echarts, htmx: collected by set-up
STATICFILES_DIRS = [("vendor", ASSETS_DIR)] if ASSETS_DIR.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- safety ------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL and flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "zhuanhua_session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "zhuanhua_csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- mail and logs -----------------------------------------------------------------------------
EMAIL_BACKEND = env("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend" if LOCAL else "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_TLS")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "zhuanhua@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
