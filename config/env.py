"""Reads settings from the environment, with a sentence when a value is missing or wrong."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "oui", "on"}
FALSE = {"", "0", "false", "no", "non", "off"}


def text(name, default=""):
    return os.environ.get(name, default)


def words(name, default=""):
    typed = [word.strip() for word in text(name, default).split(",")]
    return [word for word in typed if word]


def flag(name, default=False):
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}: «{value}» is neither true nor false.")
    return value in TRUE


def number(name, default):
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name}: «{value}» is not a whole number.")
    return int(value)


def secret_key(production, folder: Path):
    """Return SECRET_KEY: required in production, else made once and kept in `folder`."""
    if key := text("SECRET_KEY"):
        return key
    if production:
        raise ImproperlyConfigured("SECRET_KEY must be set when SOFI_ENV=production.")
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
