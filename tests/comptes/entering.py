"""What a person does with a letter: shows the key, follows the link of the mail."""

import re

from django.urls import reverse

ACTIVER, INFORMATIONS = reverse("compte_activer"), reverse("compte_informations")
CREER, SIGNALER = reverse("compte_creer"), reverse("compte_signaler")
GOOD = "une phrase bien à moi"
WHO = {
    "prenom": "Anne",
    "nom": "Martin",
    "email": "Anne.Martin@Alpha.example",
    "password1": GOOD,
    "password2": GOOD,
}
WRONG = "AAAA-BBBB-CCCC-DDDD"
NEVER = "73282932000074"  # a possible SIRET that nobody has here


def show(client, siret, key):
    return client.post(ACTIVER, {"siret": siret, "cle": key})


def link_of(message):
    return re.search(r"http://\S+", message.body.split("\n--\n")[0])[0]
