"""Telephone numbers, as they are typed and pasted in France."""

import re

from core.texts.shapes.visible import pasted

NUMBER = re.compile(r"(?:\+|0)[0-9 .\-()/]{8,24}")
SHORT = re.compile(r"3[0-9]{3}|10[0-9]{2}|11[0-9]|118[0-9]{3}|116[0-9]{3}|1[578]|19[0-9]")
LOST_ZERO = re.compile(r"[1-9][0-9]{8}")  # what a spreadsheet makes of 0240202020
LOST_PLUS = re.compile(r"33[1-9][0-9]{8}")  # what it makes of +33240202020
PREFIX = re.compile(r"(?:(?:t[ée]l(?:[ée]phone)?\.?\s?:?\s?)|tel:)+(?=[+0-9])", re.IGNORECASE)
IN_FRANCE = 10  # digits, the first zero included
ABROAD = range(9, 16)


def phone(text: str) -> str:
    """Return a number as it was meant: without what is invisible, its first zero given back."""
    number = pasted(text).strip(" ;,")
    named = PREFIX.match(number)
    if named:
        number = number[named.end() :]
    if LOST_ZERO.fullmatch(number):
        return f"0{number}"
    if LOST_PLUS.fullmatch(number):
        return f"+{number}"
    return number


def phone_problem(label: str, number: str) -> str:
    """Return why this is not a telephone number, or nothing; a short one (3949) is one."""
    if NUMBER.fullmatch(number) and _counts_right(number):
        return ""
    if SHORT.fullmatch(number.replace(" ", "")):
        return ""
    return f"« {label} » doit être un numéro de téléphone, comme 02 40 20 40 20."


def _counts_right(number: str) -> bool:
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith("+") or digits.startswith("00"):
        return len(digits) in ABROAD
    return len(digits) == IN_FRANCE
