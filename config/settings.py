"""How the site is set up: one file, from the environment only; a missing secret fails loudly."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config import logs
from config.environment import choice, env, flag, names, whole

# Web and worker processes share the cores already; the threads of linear algebra would only fight for them (learning: 22 s of CPU instead of 1.5)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent

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
ALLOWED_HOSTS = names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = names("TRUSTED_ORIGINS")

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
    "zhuanhua.shared.people",  # before allauth: its templates come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "zhuanhua.ui",
    "zhuanhua.shared.access",
    "zhuanhua.shared.journal",
    "zhuanhua.shared.workflow",
    "zhuanhua.shared.policy",
    "zhuanhua.shared.ledger",
    "zhuanhua.shared.figures",
    "zhuanhua.shared.documents",
    "zhuanhua.shared.exchange",
    "zhuanhua.shared.notices",
    "zhuanhua.shared.jobs",
    "zhuanhua.shared.payments",
    "zhuanhua.shared.search",
    "zhuanhua.shared.catalogue",
    "zhuanhua.programmes.contracts",
    "zhuanhua.programmes.achievements",
    "zhuanhua.programmes.needs",
    "zhuanhua.programmes.matching",
    "zhuanhua.programmes.projects",
    "zhuanhua.programmes.vouchers",
    "zhuanhua.accountability.statistics",
    "zhuanhua.accountability.replies",
    "zhuanhua.overview",
    "zhuanhua.cli",
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
    "zhuanhua.overview.errors.WrongMethod",
    "django_structlog.middlewares.RequestMiddleware",
    "zhuanhua.core.middleware.NoNul",
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
# The demo has its own file and ignores DATABASE_URL, so that it can never reach a real site's records.
SITE_DATABASE = "" if DEMO else os.environ.get("DATABASE_URL", "") or env("DATABASE_URL", "")
DATABASES = {"default": dj_database_url.parse(SITE_DATABASE or f"sqlite:///{DATA_DIR / 'city.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Full durability: WAL alone may drop the last commits at a power cut (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-64000;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds a thread keeps its connection
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
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
# What all processes must know at once (used codes, counts of attempts) is kept in the database; what each may work out anew, in itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

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
# asvs: length only, never forced to change (ASVS 6.2.5, 6.2.10). mlps3: mixed signs, 90 days (等保 8.1.4.1 a).
PASSWORD_PROFILE = choice("PASSWORD_PROFILE", "asvs", "mlps3")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zhuanhua.shared.people.passwords.LongEnough"},
    {"NAME": "zhuanhua.shared.people.passwords.NotCommon"},
    {"NAME": "zhuanhua.shared.people.passwords.NotAboutOneself"},
]
if PASSWORD_PROFILE == "mlps3":
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "zhuanhua.shared.people.passwords.MixedSigns"})
PASSWORD_MAX_DAYS = 90 if PASSWORD_PROFILE == "mlps3" else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox/"
ACCOUNT_ADAPTER = "zhuanhua.shared.people.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody else typed their address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, all others of the person end
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/5m/ip,30/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "register": "20/h/ip",  # the forms open to everybody: a firm sends a few, a machine hundreds
    "object": "20/h/ip",
}
ACCOUNT_FORMS = {
    "login": "zhuanhua.shared.people.signin_forms.SignInForm",
    "change_password": "zhuanhua.shared.people.signin_forms.ChangePasswordForm",
    "reset_password": "zhuanhua.shared.people.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "zhuanhua.shared.people.signin_forms.NewPasswordForm",
    "reauthenticate": "zhuanhua.shared.people.signin_forms.ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "zhuanhua.shared.people.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "转化"
MFA_FORMS = {
    "authenticate": "zhuanhua.shared.people.signin_forms.CodeForm",
    "reauthenticate": "zhuanhua.shared.people.signin_forms.CodeAgainForm",
    "activate_totp": "zhuanhua.shared.people.signin_forms.SetUpCodeForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when it ends, so it ends then
AXES_LOCKOUT_CALLABLE = "zhuanhua.shared.people.signin.locked_out"
AXES_USERNAME_CALLABLE = "zhuanhua.shared.people.signin.attempted_username"
AXES_CLIENT_IP_CALLABLE = "zhuanhua.shared.people.signin.client_address"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken", "code"]
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
# --- end of identity ---------------------------------------------------------------------------

# --- language, time, files ---------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "zhuanhua" / "demo" / "locale"]  # the demo city is no app
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
ASSETS_DIR = Path(
    env("ASSETS_DIR", str(ROOT / "var" / "assets"))
)  # tabler, echarts, htmx: collected by set-up
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
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe inside the machine room speaks plain http
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "zhuanhua_session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "zhuanhua_csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "zhuanhua.overview.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- mail and logs -----------------------------------------------------------------------------
KIND_OF_MAIL = "filebased" if DEMO else "console" if LOCAL else "smtp"
EMAIL_BACKEND = env("EMAIL_BACKEND", f"django.core.mail.backends.{KIND_OF_MAIL}.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"  # the demo's mails, to be read there and not to bury its address
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = whole("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold a worker
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "zhuanhua@localhost")
METRICS_TOKEN = env("METRICS_TOKEN", "")  # what Prometheus sends; without it there is no /metrics
LOGGING = logs.set_up(env("LOG_LEVEL", "WARNING"), readable=LOCAL)
