"""E-mail and web addresses, as they are pasted."""

import re

from core.texts.shapes.visible import pasted

LONGEST = 1_000  # characters; above, nothing is mended: no address is so long
AROUND = " ;,"
MAILTO = re.compile(r"(?:mailto:)+", re.IGNORECASE)
IN_ANGLES = re.compile(r"[^<>]*<([^<>]+)>")
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9\u00df-\u00ff\u0153](?:[A-Za-z0-9\u00df-\u00ff\u0153-]*)")
LAST_LABEL = re.compile(r"[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59}")
BARE_URL = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[:/?#]|$)", re.IGNORECASE)
HOST = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
SEVERAL = re.compile(r"[;,\s]")


def email(text: str) -> str:
    """Return an address without what mail programs put around it.

    « Accueil <contact@exemple.fr>; » and « mailto:contact@exemple.fr » are contact@exemple.fr.
    """
    address = pasted(text)
    if len(address) > LONGEST:
        return address
    before = None
    while address != before:
        before = address
        address = _unwrapped(address)
    return address


def _unwrapped(address: str) -> str:
    """Return an address without one layer of what surrounds it."""
    address = pasted(address.strip(AROUND))
    inside = IN_ANGLES.fullmatch(address)
    if inside:
        return inside[1].strip(AROUND)
    link = MAILTO.match(address)
    if link:
        return address[link.end() :].partition("?")[0]
    return address.rstrip(".") if "@" in address else address


def email_problem(label: str, address: str) -> str:
    """Return why this is not one e-mail address, or nothing."""
    if address.count("@") > 1 or SEVERAL.search(address):
        return f"« {label} » doit être une seule adresse e-mail, comme nom@exemple.fr."
    if _is_email(address):
        return ""
    return f"« {label} » doit être une adresse e-mail, comme nom@exemple.fr."


def _is_email(address: str) -> bool:
    name, _, domain = address.partition("@")
    labels = domain.split(".")
    if len(labels) < 2 or not LAST_LABEL.fullmatch(labels[-1]):
        return False
    if not all(map(_is_label, labels)):
        return False
    return LOCAL.fullmatch(name) is not None


def _is_label(label: str) -> bool:
    """Whether this is a part of the name of a domain, between two dots."""
    return LABEL.fullmatch(label) is not None and label[-1] != "-"


def url(text: str) -> str:
    """Return a web address; `www.exemple.fr` is given its https://."""
    address = pasted(text)
    if len(address) > LONGEST:
        return address
    inside = IN_ANGLES.fullmatch(address)
    if inside and address.startswith("<"):
        address = inside[1].strip()
    return f"https://{address}" if BARE_URL.match(address) else address


def url_problem(label: str, address: str) -> str:
    """Return why this is not a web address, or nothing."""
    if _is_url(address):
        return ""
    return f"« {label} » doit être une adresse complète, commençant par https://."


def _is_url(address: str) -> bool:
    if len(address.split()) != 1:
        return False
    begins = HOST.match(address)
    if begins is None or "@" in begins[1]:
        return False
    labels = begins[1].partition(":")[0].split(".")
    return len(labels) > 1 and all(labels)
