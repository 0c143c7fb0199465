"""SIRET, SIREN, NDA, UAI, number of a row: is it a possible one? Plain Python."""

import re

LA_POSTE = "356000000"  # its establishments do not follow Luhn's key (INSEE)
UAI_LETTERS = "abcdefghjklmnprstuvwxyz"


def luhn(digits: str) -> bool:
    """Whether the last digit is Luhn's key of the others."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siren_problem(siren: str) -> str:
    """Return why this is not a SIREN, as a French sentence, or an empty string."""
    if not re.fullmatch(r"[0-9]{9}", siren):
        return f"Le SIREN « {siren} » doit compter 9 chiffres."
    return (
        ""
        if luhn(siren)
        else f"Le SIREN « {siren} » est faux : sa clé de contrôle ne correspond pas."
    )


def siret_problem(siret: str) -> str:
    """Return why this is not a SIRET, as a French sentence, or an empty string."""
    if not re.fullmatch(r"[0-9]{14}", siret):
        count = sum(map(str.isdigit, siret))
        return f"Le SIRET « {siret} » doit compter 14 chiffres ; il en compte {count}."
    if siret.startswith(LA_POSTE):
        good = luhn(siret) or sum(map(int, siret)) % 5 == 0
    else:
        good = luhn(siret) and luhn(siret[:9])
    return "" if good else f"Le SIRET « {siret} » est faux : sa clé de contrôle ne correspond pas."


def nda_problem(nda: str) -> str:
    """Return why this is not a numéro de déclaration d'activité, or an empty string."""
    if re.fullmatch(r"[0-9A-Z]{11}", nda) and sum(map(str.isdigit, nda)) >= 9:
        return ""
    return (
        f"Le numéro de déclaration d’activité « {nda} » doit compter 11 caractères, "
        "chiffres et lettres."
    )


def uai_problem(uai: str) -> str:
    """Return why this is not a UAI (seven digits and a key letter), or an empty string."""
    if not re.fullmatch(r"[0-9]{7}[A-Za-z]", uai):
        return f"Le code UAI « {uai} » doit compter 7 chiffres puis une lettre."
    if UAI_LETTERS[int(uai[:7]) % 23] != uai[7].lower():
        return f"Le code UAI « {uai} » est faux : sa lettre de contrôle ne correspond pas."
    return ""


def grouped(siret: str) -> str:
    """Return a SIRET as people read it, on one line: 130 005 119 00032."""
    return (
        "\N{NO-BREAK SPACE}".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
        if len(siret) == 14
        else siret
    )
