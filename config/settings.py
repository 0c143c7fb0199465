"""Settings, read from the environment; without any, a demonstration on SQLite.

README, "Going to production", lists the variables.
"""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import csp, env
from config.look import UNFOLD  # noqa: F401  read by django-unfold

BASE_DIR = Path(__file__).resolve().parent.parent

# Where we run ---------------------------------------------------------------

SOFI_ENV = env.text("SOFI_ENV", "demo")
if SOFI_ENV not in {"demo", "production"}:
    raise ImproperlyConfigured(f"SOFI_ENV: «{SOFI_ENV}» is neither demo nor production.")
PRODUCTION = SOFI_ENV == "production"
# Base, mails and files of this installation.
VAR_DIR = Path(env.text("SOFI_VAR") or BASE_DIR / "var")

SECRET_KEY = env.secret_key(PRODUCTION, VAR_DIR)
DEBUG = env.flag("DEBUG") and not PRODUCTION
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# The product ----------------------------------------------------------------

PROGRAMMES = [
    "programmes.e2c",
    "programmes.parcours_entrepreneur",
    "programmes.prepa",
    "programmes.un_emploi_une_formation",
    "programmes.pass_entreprendre",
]
PROGRAMME_ENTRY_POINTS = True  # programmes of other packages, by entry point
SOFI_URL = env.text("SOFI_URL", "http://localhost:8000").rstrip("/")  # written in mails
CARIF_PREFIX = env.text("CARIF_PREFIX", "52")  # national ids of LHÉO (domaine.md, D13)
DELAI_VALIDATION_JOURS = env.number("DELAI_VALIDATION_JOURS", 2)  # working days promised (D27)
# Without a word for so long, a fiche is to be confirmed; 0: never.
EXACTITUDE_MOIS = {"etablissement": 12, "site": 12, "contact": 12}
# At least, between two mails on the same point of the annuaire.
RAPPEL_JOURS = env.number("RAPPEL_JOURS", 30)
CONSERVATION_MOIS = {  # of personal data: the register shows these (core/personnes)
    "contact_inactif": env.number("CONSERVATION_CONTACT_MOIS", 36),
    "compte_inactif": env.number("CONSERVATION_COMPTE_MOIS", 36),
    "demande_cle": env.number("CONSERVATION_DEMANDE_MOIS", 12),
    "journaux": env.number("CONSERVATION_JOURNAUX_MOIS", 12),
}
UPDATE_LIVE_FIELDS = (  # what may change online without validation (D6); a programme may shorten it
    "etat_recrutement",
    "places_restantes",
    "informations_collectives",
    "referent_handicap",
    "referent_mobilite",
    "referent_prf",
    "mail_liaison",
)
CONTACT_OFFRE = {
    "mail": env.text("CONTACT_MAIL", "offre@cariforef.example"),
    "telephone": env.text("CONTACT_TELEPHONE", "02 40 20 40 20"),
    "horaires": env.text("CONTACT_HORAIRES", "de 9 h à 12 h"),
}

# Django ---------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # without its own site
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "config.apps.BackofficeConfig",  # django.contrib.admin, with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "workflows",
    "core",
    "core.fiches.autosave",
    "core.comptes",
    "exports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "core.backoffice.nulls.readable",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.comptes.middleware.comptes",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "admin:login"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],  # before unfold's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.backoffice.page_context.back_office",
                "core.comptes.page_context.comptes",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'sofi.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    ),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # writers queue instead of failing half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-65536;",
    }
else:
    # Lists join up to a dozen tables, and the rows that the policy allows come last in the
    # sentence: PostgreSQL reorders only eight of them unless told otherwise, and read every session
    # of the base for the 300 of an organisation.
    planner = (
        "-c join_collapse_limit=12 -c from_collapse_limit=12 -c max_parallel_workers_per_gather=0"
    )
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("options", planner)

validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{validation}.CommonPasswordValidator"},
    {"NAME": f"{validation}.NumericPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Failures of login and keys are counted here: one place for all the processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "comptes_cache",
    },
}

# Accounts (core/comptes) ------------------------------------------------------------

# How long the key of a letter opens an account; an invitation, or a confirmation, may be followed.
CLE_ACTIVATION_JOURS = env.number("CLE_ACTIVATION_JOURS", 90)
INVITATION_JOURS = env.number("INVITATION_JOURS", 14)
# Roles that log in with a second factor, or do nothing else until they have one.
MFA_OBLIGATOIRE = set()
if env.flag("MFA_OBLIGATOIRE", default=PRODUCTION):
    MFA_OBLIGATOIRE = {"cariforef", "administrateur"}
# Proxies whose X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXYS", 1 if PRODUCTION else 0)

ACCOUNT_ADAPTER = "core.comptes.adapter.Adapter"
ACCOUNT_FORMS = {"login": "core.comptes.forms.ConnexionForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is only opened by a link sent to its address
ACCOUNT_CHANGE_EMAIL = True  # and its address only changes by a link sent to the new one
ACCOUNT_EMAIL_MAX_LENGTH = 160
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[SOFI] "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # of the others only: allauth keeps the session in use
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SOFI_URL.partition(":")[0]
# A training room is one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "SOFI"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False  # no write on each page

# Language and files -----------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]  # unfold has no French: ours

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "fichiers"  # private: never served by a URL of its own
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail and tasks -----------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "SOFI <ne-pas-repondre@sofi.example>")
if env.text("MAIL_HOST"):
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.text("MAIL_HOST"),
                "port": env.number("MAIL_PORT", 25),
                "username": env.text("MAIL_USER"),
                "password": env.text("MAIL_PASSWORD"),
                "use_tls": env.flag("MAIL_TLS"),
                "timeout": 10,
            },
        },
    }
else:  # a file each, to be read in the demonstration
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "mails")},
        },
    }
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

# Security -------------------------------------------------------------------------

SECURE_CSP = csp.strict(BASE_DIR / "templates")  # the back-office's own: config/backoffice.py
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.backoffice.errors.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Logs: one JSON object a line; who and when, never a password or a key --------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "json_ensure_ascii": False,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "sofi": {"level": env.text("SOFI_LOG_LEVEL", "INFO")},
        "django.tasks": {"level": "WARNING"},
    },
}
