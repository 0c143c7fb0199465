"""Postal codes. One figure that lacks is not guessed: « 4400 » may be 04400, or 44000 mistyped."""

import re

from core.texts.shapes.visible import pasted

POSTAL = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-5]|9[789])[0-9]{3}")
LOST_ZERO = re.compile(r"[1-9][0-9]{3}")
GROUPED = re.compile(r"[0-9]{2} [0-9]{3}")


def postal_code(text: str) -> str:
    """Return a postal code without its space: « 44 000 » is 44000."""
    code = pasted(text)
    return code.replace(" ", "") if GROUPED.fullmatch(code) else code


def postal_code_problem(label: str, code: str) -> str:
    """Return why this is not a postal code, or nothing."""
    if POSTAL.fullmatch(code):
        return ""
    shown = f"« {label} » : « {code[:20]} »"
    if LOST_ZERO.fullmatch(code):
        return (
            f"{shown} compte 4 chiffres, un code postal en compte 5 : si un tableur a ôté le "
            f"premier zéro, écrivez 0{code}."
        )
    letters = re.sub(r"[\d\s]", "", code)
    if letters and len(code) == 5:
        return f"{shown} contient des lettres ({letters}) : un code postal compte 5 chiffres."
    return f"{shown} n’est pas un code postal : un code postal compte 5 chiffres."
