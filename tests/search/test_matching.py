"""A search hit: each typed word is the beginning of a word, accents ignored.

The same table of cases on both databases.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import Action, Contact, Etablissement, Formation, Session, Site
from core.search.matching import matching
from core.search.ways import searched
from core.search.words import Word, asked
from core.texts.plain import plain
from tests import factories as make

pytestmark = pytest.mark.django_db

TITLES = {
    "ecole": "École de la deuxième chance",
    "oeuvre": "Gros œuvre : l’été d’un maçon",
    "anglais": "Anglais – niveau B2/C1 (CECRL)",
    "csharp": "Langage C# & C++ : porte-à-porte",
    "soudure": "Soudure à l'arc, 12 m²",
    "shout": "ÉLECTRICITÉ DU BÂTIMENT",
}
FOUND = {
    "école": {"ecole"},
    "ecole": {"ecole"},
    "ECOLE": {"ecole"},
    "e\u0301cole": {"ecole"},  # the accent apart from its letter
    "éco": {"ecole"},
    "cole": set(),  # not the beginning
    "chance école": {"ecole"},  # in any order
    "école maçon": set(),  # each word
    "l’école": {"ecole"},
    "l'ecole": {"ecole"},
    "d’été": {"oeuvre"},
    "gros oeuvre": {"oeuvre"},
    "gros œuvre": {"oeuvre"},
    "GROS ŒUVRE": {"oeuvre"},
    "macon": {"oeuvre"},
    "electricite batiment": {"shout"},
    "électricité bâtiment": {"shout"},
    "porte à porte": {"csharp"},
    "porte-à-porte": {"csharp"},
    "porte": {"csharp"},
    "c++": {"anglais", "csharp", "ecole"},  # C, C1 and CECRL, chance
    "b2": {"anglais"},
    "cecrl": {"anglais"},
    "12 m2": {"soudure"},
    "12 m²": {"soudure"},
    "  anglais\u00a0  niveau\t": {"anglais"},
    "introuvable": set(),
    # What means something to a database, or to us, and nothing here.
    "": set(TITLES),
    '"': set(TITLES),
    "*": set(TITLES),
    "_": set(TITLES),
    "%": set(TITLES),
    "\0": set(TITLES),
    '"école"': {"ecole"},
    "ang*": {"anglais"},
    "*ang": {"anglais"},
    "ang%": {"anglais"},
    "mots:anglais": set(),
    "anglais:*": {"anglais"},
    "anglais OR maçon": set(),
    "anglais | maçon": set(),
    "anglais AND niveau": set(),
    "anglais & niveau": {"anglais"},
    "NOT anglais": set(),
    "!anglais": {"anglais"},
    "-anglais": {"anglais"},
    "^anglais": {"anglais"},
    "NEAR(anglais niveau)": set(),
    "anglais <-> niveau": {"anglais"},
    "anglais' --": {"anglais"},
    "anglais\\": {"anglais"},
    "\\'anglais\\'": {"anglais"},
    "'anglais'); DROP TABLE core_formation": set(),
    "(anglais": {"anglais"},
    "{anglais} [niveau]": {"anglais"},
    "anglais" + " anglais" * 300: {"anglais"},
    "a" * 5000: set(),
}


@pytest.fixture
def formations():
    return {name: Formation.objects.create(intitule=title).pk for name, title in TITLES.items()}


@pytest.mark.parametrize("text", FOUND, ids=lambda text: repr(text[:30]))
def test_a_title_is_found_by_the_beginnings_of_its_words(formations, text):
    names = {pk: name for name, pk in formations.items()}
    assert {
        names[pk] for pk in matching(Formation.objects.all(), text).values_list("pk", flat=True)
    } == FOUND[text]


EXOTIC = "¼½¾ĲĳĿŀŉſ№µ"  # one letter that is several, and that no French title holds
LETTERS = [
    chr(n) for n in (*range(0x20, 0x180), 0x2BC, 0x1E9E, *range(0x2010, 0x2040), 0x20AC, 0x2116)
]
FRENCH = "abcdeéèêëàâçîïôöùûüÿœæÉÈÀÇŒ BCD19 0’'-/–.,:;«»\u00a0&+_\"*"


def answers(title, text):
    """Say in plain Python what a hit is."""
    words = re.findall(r"[^\W_]+", plain(title))

    def begins(one):
        return any(w == one.text or (w.startswith(one.text) and not one.whole) for w in words)

    def joined(run):
        return len(run) > 1 and begins(Word("".join(one.text for one in run)))

    return all(all(map(begins, run)) or joined(run) for run in asked(text))


def test_each_letter_is_folded_alike_by_python_and_by_the_database():
    titles = [
        f"ab{letter}cd" for letter in LETTERS if letter.isprintable() and letter not in EXOTIC
    ]
    rows = dict(
        zip(
            titles,
            Formation.objects.bulk_create(Formation(intitule=title) for title in titles),
            strict=True,
        )
    )
    for text in titles:
        said = {row.pk for title, row in rows.items() if answers(title, text)}
        assert set(matching(Formation.objects.all(), text).values_list("pk", flat=True)) == said, (
            text
        )


@given(st.lists(st.text(FRENCH, max_size=30), max_size=8), st.text(FRENCH, max_size=12))
def test_a_hit_is_what_plain_python_says(titles, text):
    rows = Formation.objects.bulk_create(Formation(intitule=title) for title in titles)
    numbers = [row.pk for row in rows]
    said = {row.pk for row in rows if answers(row.intitule, text)}
    found = matching(Formation.objects.filter(pk__in=numbers), text)
    assert (
        set(found.values_list("pk", flat=True))
        - {int(one.text) for run in asked(text) for one in run if one.text.isdecimal()}
        <= said
    )
    assert said <= set(found.values_list("pk", flat=True))


@given(st.text(max_size=40))
def test_nothing_typed_is_an_error(text):
    for model in searched():
        list(matching(model._base_manager.order_by("pk"), text))


# Numbers ----------------------------------------------------------------------------------


def test_a_number_is_known_whole_with_or_without_its_letter(db):
    action = make.offer(make.etablissement("Alpha"), "draft")
    session = action.sessions.get()
    f, a, s = action.formation_id, action.pk, session.pk
    codes = {
        f"{f}": True,
        f"F{f}": True,
        f"f{f}": True,
        f"{f}-{a}": True,
        f"F{f}-A{a}": True,
        f"{f}-{a}-{s}": True,
        f"F{f} A{a} S{s}": True,
        f"S{s}": True,
        f"{s}": True,
        f"{f} {a} {s}": True,
        f"F{f + 1000}": False,
        f"S{s}0": False,
        f"{f}-{a}-{s + 1000}": False,
        f"X{s}": False,
        "9" * 18: False,
        "9" * 40: False,
    }
    for code, found in codes.items():
        assert (session in matching(Session.objects.all(), code)) is found, code
    assert action in matching(Action.objects.all(), f"F{f}-A{a}")
    assert action not in matching(Action.objects.all(), f"S{s}") or s in (f, a)


def test_a_siret_is_found_as_people_write_it(db):
    row = Etablissement.objects.create(
        siret="13000548100010", raison_sociale="Atlantique Formation", nda="52440000044"
    )
    Etablissement.objects.create(siret="13000548200018", raison_sociale="Autre")
    for text in (
        "13000548100010",
        "130 005 481 00010",
        "130 005 481",
        "130005481",
        "130\u00a0005\u202f481 00010",
        "52 44 00000 44",
        "atlantique 130 005 481",
        "130 005 481 00010 formation",
    ):
        assert list(matching(Etablissement.objects.all(), text)) == [row], text
    assert list(matching(Etablissement.objects.all(), "005 481")) == []


# Where the words are ------------------------------------------------------------------------


def test_a_session_is_found_by_the_words_of_what_it_names(db):
    owner = make.etablissement("Académie Atlantique")
    action = make.offer(owner, "draft", intitule="Soudure à l’arc")
    session = action.sessions.get()
    Site.objects.filter(pk=session.site_lieu_id).update(bureau_distributeur="Châteaubriant")
    for text in ("soudure", "academie", "chateaubriant", "arc chateau academie"):
        assert list(matching(Session.objects.all(), text)) == [session], text
    assert list(matching(Session.objects.all(), "soudure laval")) == []


def test_an_etablissement_is_found_once_by_several_of_its_sites(db):
    owner = make.etablissement("Alpha")
    make.site(owner, "Site un")
    make.site(owner, "Site deux")
    assert list(matching(Etablissement.objects.order_by("pk"), "site")) == [owner]


# What writes a row writes its words ---------------------------------------------------------


def found(text):
    return {c.prenom for c in matching(Contact.objects.all(), text)}


def test_the_words_follow_the_row_whatever_writes_it(db):
    site = make.site(make.etablissement("Alpha"), "Annexe")
    Contact.objects.create(site=site, nom="Dupond", prenom="Un")
    Contact.objects.bulk_create(
        [Contact(site=site, nom=n, prenom=p) for n, p in (("Dupond", "Deux"), ("Durand", "Trois"))]
    )
    assert found("dupond") == {"Un", "Deux"}
    Contact.objects.filter(prenom="Deux").update(nom="Durand")
    assert (found("dupond"), found("durand")) == ({"Un"}, {"Deux", "Trois"})
    one = Contact.objects.get(prenom="Un")
    one.nom = "Durand"
    one.save()
    assert (found("dupond"), found("durand")) == (set(), {"Un", "Deux", "Trois"})
    Contact.objects.bulk_update([Contact(pk=one.pk, nom="Dupond")], ["nom"])
    one.refresh_from_db()
    one.telephone = "02 40 00 00 00"
    one.save()
    Contact.objects.filter(prenom="Trois").delete()
    assert (found("dupond"), found("durand")) == ({"Un"}, {"Deux"})
    Site.objects.filter(pk=site.pk).update(nom_usage="Antenne")
    assert (found("annexe"), found("antenne")) == (set(), {"Un", "Deux"})


def test_what_is_typed_is_cut_into_words():
    said = lambda text: [[one.text for one in run] for run in asked(text)]  # noqa: E731
    assert said("F123-A45 l’école 130 005 481") == [
        ["f123"],
        ["a45"],
        ["ecole"],
        ["130", "005", "481"],
    ]
    assert said("aujourd’hui, qu’il s'agisse") == [["aujourd"], ["hui"], ["il"], ["agisse"]]
    assert asked("12-345") == [(Word("12", whole=True),), (Word("345", whole=True),)]
