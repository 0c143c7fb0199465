"""The linter of long texts.

What it refuses, what it leaves alone, and what the clean-up makes of it (S3).
"""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.texts.faults import clean, faults, sentence

PLAIN = (
    "Construire un projet professionnel.",
    (
        "Public : demandeurs d’emploi, niveau < 4 et > 2.\n\n- Étude de "
        "marché ;\n- œuvrer « en équipe » – 20 % du temps…"
    ),
    "Écrire à <contact@organisme.example> ou voir <https://organisme.example/offre>.",
    "R&D ; prix : 1 000 € ; note ≥ 12 ; H₂O ; n° 3 ; 1ʳᵉ année ; a | b ; apprenant·e",
    "Ligne une\r\nLigne deux",
    "",
)
PASTED = {  # text: (kinds, what the clean-up leaves)
    "Module\tDurée\nGestion\t35 h": (["tableau"], "Module – Durée\nGestion – 35 h"),
    "| Module | Durée |\n|---|---|\n| Gestion | 35 h |": (
        ["tableau"],
        "Module – Durée\n\nGestion – 35 h",
    ),
    "<table><tr><td>Module</td><td>Durée</td></tr><tr><td>Gestion</td><td>35 h</td></tr></table>": (
        ["tableau"],
        "Module – Durée\nGestion – 35 h",
    ),
    "┌──┬──┐\n│A │B │\n└──┴──┘": (["tableau"], "A B"),
    'Avant <img src="plan.png" alt="Plan"> après': (["image"], "Avant après"),
    "Avant ![plan](plan.png) après": (["image"], "Avant après"),
    "data:image/png;base64,iVBORw0KGgo=": (["image"], ""),
    "• Créer\n• Reprendre": (["caractere"], "- Créer\n- Reprendre"),
    "\uf0b7 Créer": (["caractere"], "- Créer"),
    "Forma\u00adtion\u200b": (["caractere"], "Formation"),
    "Projet 🚀 d\x92avenir \ufffd": (["caractere"], "Projet d’avenir"),
    "Créer → reprendre": (["caractere"], "Créer -> reprendre"),
    '<p class="MsoNormal" style="mso-list: l0;">Créer<o:p></o:p></p>': (
        ["word", "balise"],
        "Créer",
    ),
    "<!--[if gte mso 9]><xml>x</xml><![endif]-->Créer": (["word", "balise"], "Créer"),
    "La ﬁn du\x0cprojet": (["pdf"], "La fin du\nprojet"),
    "%PDF-1.7 (cid:12)": (["pdf"], ""),
    "Re\u0301ussir": (["pdf"], "Réussir"),
    "<b>Créer</b><br>Reprendre &amp; c&eacute;der": (["balise"], "Créer\nReprendre & céder"),
    "&lt;b&gt;Créer&lt;/b&gt;": (["balise"], "Créer"),
}


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_is_left_alone(text):
    assert faults(text) == ()
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "kinds", "cleaned"), [(text, *rest) for text, rest in PASTED.items()]
)
def test_what_is_pasted_is_named_and_cleaned(text, kinds, cleaned):
    assert [fault.code for fault in faults(text)] == kinds
    assert clean(text) == cleaned


def test_the_sentence_says_which_and_where():
    [fault] = faults("Objectifs :\n• Créer\n• Reprendre\n• Céder")
    assert sentence("Objectifs", fault) == (
        "« Objectifs » contient un caractère spécial, ligne 2 (« • Créer », et 2 autres). "
        "Retirez-le, ou utilisez « Nettoyer le texte »."
    )


def test_what_cannot_be_seen_is_shown_by_its_number():
    [fault] = faults("Le mot\u200b caché")
    assert fault.extract == "Le mot[U+200B] caché"


def test_a_long_line_is_cut_around_the_fault():
    [fault] = faults("a" * 300 + "•" + "b" * 300)
    assert "•" in fault.extract
    assert len(fault.extract) <= 40


ODD = (
    *"ab <>/|&;!-[]()\\{}\t\n\r\f•→ﬁ\u0301\u200b\ufeff\x92\ufffd🚀┌",
    "<b>",
    "<td>",
    "&lt;",
    "<!--",
    "-->",
    "mso-a:",
)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(ODD)).map("".join))
def test_a_cleaned_text_has_no_fault_and_stays_as_it_is(text):
    cleaned = clean(text)
    assert faults(cleaned) == ()
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "piece",
    [
        "|",
        " ",
        "| ",
        "\t",
        "<!--",
        "![",
        "<a ",
        "&",
        "<td>",
        "|-",
        "• ",
        "mso-",
        "a\u0301",
        "\n|",
        "&lt;",
    ],
)
def test_a_hostile_text_takes_no_time(piece):
    text = (piece * 50_000)[:50_000]
    began = time.process_time()
    assert faults(clean(f"{text}a")) == ()
    assert time.process_time() - began < 5
