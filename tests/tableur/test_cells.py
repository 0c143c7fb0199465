"""What each cell may hold.

Misshapen ones are refused with their address, labels and codes are known.
"""

import pytest

from core.models import Action, Formation, Session
from tests.tableur import classeur
from tests.tableur.classeur import address, as_csv, confirm, counts, fill, remarks, send, table

pytestmark = pytest.mark.django_db


WRONG = [
    ("Date début", "32/01/2026", "n’est pas une date"),
    ("Date début", "bientôt", "n’est pas une date"),
    ("Durée en centre (h)", "12,5", "n’est pas un nombre entier"),
    ("Durée en centre (h)", "-3", "ne peut pas être inférieur à 0"),
    ("Nb places dispositif", "cent mille", "n’est pas un nombre entier"),
    ("Type de parcours", "en zigzag", "n’est pas un choix possible"),
    ("Modalités de recrutement", "dossier ; magie", "« magie » n’est pas un choix possible"),
    ("Pré-requis", "licorne", "est inconnu du référentiel Pré-requis"),
    ("URL vidéo", "youtube", "doit être une adresse complète"),
    ("Mail de liaison", "personne", "doit être une adresse e-mail"),
    ("Informations collectives 1 – Heure de début", "midi", "n’est pas une heure"),
    ("Informations collectives 1 – À distance", "peut-être", "écrivez « oui » ou « non »"),
    ("Frais HT (€)", "12,345", "n’est pas un nombre à 2 décimales au plus"),
    ("Frais HT (€)", "NaN", "n’est pas un nombre"),
    ("Référent PMR", "Anne Martin", "ne commence pas par un numéro de contact"),
    ("Site lieu", "999999 - Ailleurs", "n’est pas de ceux que vous pouvez choisir"),
    ("Complément intitulé", "x" * 256, "256 caractères"),
    ("Code FAS", "19482/89393", "n’est pas un code FAS"),
    ("Lot", "LOT_D_UN_AUTRE", "ne vous est attribué"),
    ("Site de réalisation", "Lune", "ne vous est pas attribué"),
    ("Objectifs", "=1+1", "une formule n’est pas enregistrée"),
]


@pytest.mark.parametrize(
    ("title", "typed", "said"), WRONG, ids=[f"{t}-{v[:12]}" for t, v, _ in WRONG]
)
def test_a_misshapen_cell_is_refused_with_its_address(of, campagne, book, line, title, typed, said):
    content = as_csv(book, {**line, title: typed})
    preview = send(of, campagne, content, "saisie.csv")
    assert address(book, title) not in table(preview, "À compléter avant l’envoi")
    assert said in table(preview, "À corriger")[address(book, title)]
    assert counts(preview) == {"Refusée, non enregistrée": 1}
    assert "confirmer" not in preview.text
    of.post(classeur.PREVIEW, {"plan": preview.context["fingerprint"], "confirmer": "1"})
    assert not Action.objects.exists()


def test_a_formula_of_excel_is_refused_with_its_address(of, campagne, book, line):
    content = fill(
        book,
        {
            **line,
            "Durée en centre (h)": "=600+100",
            "Objectifs": '=HYPERLINK("https://pirate.example")',
        },
    )
    refused = table(send(of, campagne, content), "À corriger")
    assert "contient une formule" in refused[address(book, "Durée en centre (h)")]
    assert "contient une formule" in refused[address(book, "Objectifs")]


def test_what_is_fixed_is_not_read_and_says_so(of, campagne, book, line):
    preview = send(
        of,
        campagne,
        fill(book, {**line, "Intitulé": "La mienne", "ESP": "entrée/sortie permanente"}),
    )
    assert (
        "est fixé par le programme" in table(preview, "Pour information")[address(book, "Intitulé")]
    )
    assert address(book, "ESP") not in remarks(preview)
    confirm(of, preview)
    assert Formation.objects.get().intitule == "Ecole de la deuxième chance"


@pytest.mark.parametrize("typed", ["individualise", "Individualisé", "INDIVIDUALISE", "2"])
def test_a_choice_is_known_by_its_code_its_label_or_its_code_in_lheo(
    of, campagne, book, line, typed
):
    confirm(of, send(of, campagne, fill(book, {**line, "Type de parcours": typed})))
    assert Session.objects.get().type_parcours == "individualise"
