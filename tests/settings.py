"""Settings of the tests.

The product's, deaf to the shell's environment but for DATABASE_URL, and quicker.
"""

import os

for name in (
    "ALLOWED_HOSTS",
    "CARIF_PREFIX",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "DELAI_VALIDATION_JOURS",
    "MAIL_HOST",
    "SOFI_URL",
):
    os.environ.pop(name, None)
os.environ["SOFI_ENV"] = "demo"
os.environ["SECRET_KEY"] = "a key for tests, the same in each process, that no installation uses"

from config.settings import *  # noqa: E402, F403  the environment first
from config.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

# A programme installed beside us must not change what is tested, unless it is what is tested
# (docs/write-a-programme.md).
PROGRAMME_ENTRY_POINTS = os.environ.get("SOFI_ENTRY_POINTS") == "1"

# No collectstatic before the tests, and no folder that must exist for whitenoise.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT = None

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Made from template0: a cluster set up without any locale has templates in ASCII.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
    # What a test writes need not outlive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

# Innermost: reads the pages before they are compressed.
MIDDLEWARE = [*MIDDLEWARE, "tests.hostile.pages.Watch"]
