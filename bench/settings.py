"""Settings of the measures.

The product's, deaf to the shell, without mails and without collected static files.
"""

import os

for name in ("ALLOWED_HOSTS", "DEBUG", "MAIL_HOST", "SOFI_URL"):
    os.environ.pop(name, None)
os.environ |= {
    "SOFI_ENV": "demo",
    "SECRET_KEY": "a key for measures, that no installation uses",
    "LOG_LEVEL": "ERROR",
    "SOFI_LOG_LEVEL": "ERROR",
}

from config.settings import *  # noqa: E402, F403  the environment first
from config.settings import STATIC_ROOT, STORAGES  # noqa: E402

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when there is none
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
ROOT_URLCONF = "bench.addresses"
