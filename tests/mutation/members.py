"""What a member of an enumeration, or a constant, is swapped with: the likely slip."""

NEED = {
    "REQUIRED": "OPTIONAL",
    "EXPECTED": "OPTIONAL",
    "OPTIONAL": "REQUIRED",
    "DEFAULT": "OPTIONAL",
    "FIXED": "DEFAULT",
    "RECEIVED": "OPTIONAL",
    "UNUSED": "OPTIONAL",
}
KIND = {
    "TEXT": "LONG",
    "LONG": "TEXT",
    "INTEGER": "TEXT",
    "AMOUNT": "INTEGER",
    "COORDINATE": "AMOUNT",
    "DATE": "TEXT",
    "TIME": "TEXT",
    "BOOLEAN": "TEXT",
    "CHOICE": "CHOICES",
    "CHOICES": "CHOICE",
    "CODE": "CODES",
    "CODES": "CODE",
    "URL": "TEXT",
    "EMAIL": "TEXT",
    "PHONE": "TEXT",
    "SITE": "INTEGER",
    "CONTACT": "SITE",
    "ETABLISSEMENT": "TEXT",
    "FILE": "TEXT",
    "ROWS": "CHOICES",
}
LEVEL = {
    "FORMATION": "ACTION",
    "ACTION": "SESSION",
    "SESSION": "ACTION",
    "DISPOSITIF": "SESSION",
    "ETABLISSEMENT": "SITE",
    "SITE": "ETABLISSEMENT",
}
STATE = {
    "DRAFT": "QUESTIONED",
    "QUESTIONED": "SUBMITTED",
    "SUBMITTED": "VALIDATED",
    "VALIDATED": "ARCHIVED",
    "ARCHIVED": "DRAFT",
}
PLACE = {"FIRST": "USUAL", "USUAL": "LAST", "LAST": "USUAL", "DANGER": "LAST"}
ROLE = {
    "ORGANISME": "GESTIONNAIRE",
    "GESTIONNAIRE": "ORGANISME",
    "CARIFOREF": "ADMINISTRATEUR",
    "ADMINISTRATEUR": "CARIFOREF",
}

# After one of these names and a dot.
OF = {
    "K": KIND,
    "Kind": KIND,
    "Level": LEVEL,
    "N": NEED,
    "Need": NEED,
    "Place": PLACE,
    "Role": ROLE,
    "State": STATE,
}
# Standing alone.
ALONE = {
    **STATE,
    **ROLE,
    "WAITING": "SUBMITTED",
    "ANY": "VALIDATED",
    "EVERYTHING": "NOTHING",
    "NOTHING": "EVERYTHING",
    # Levels, as the FASD tables name them.
    "F": "A",
    "A": "S",
    "S": "A",
    "D": "S",
    "E": "L",
    "L": "E",
}
