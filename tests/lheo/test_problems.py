"""A fault is said in French where it stands, in a document as in a file of any size."""

import pytest
from lxml import etree

from core.lheo.grammar import GRAMMARS
from exports.lheo import schema as module
from exports.lheo.schema import problems, problems_in_file

from .documents import cases, minimal

ELEMENTS = [(version, name) for version in GRAMMARS for name in GRAMMARS[version].elements]
NAMESPACE = GRAMMARS["2.3"].namespace


def said(body, version="2.3"):
    xml = body.replace(">", f' xmlns="{GRAMMARS[version].namespace}">', 1)
    return [(problem.element, problem.message) for problem in problems(xml.encode(), version)]


@pytest.mark.parametrize(
    ("body", "element", "message"),
    [
        (f"<nom>{'x' * 51}</nom>", "nom", "« nom » compte 51 caractères : 50 au plus."),
        ("<nom></nom>", "nom", "« nom » est vide : renseignez-le ou retirez-le."),
        ("<SIRET>1</SIRET>", "SIRET", "« SIRET » compte 1 caractère : il en faut au moins 14."),
        (
            "<etat-recrutement>4</etat-recrutement>",
            "etat-recrutement",
            "« etat-recrutement » a un code inconnu (ici « 4 ») ; codes admis : 1, 2, 3.",
        ),
        (
            "<debut>31/01/2026</debut>",
            "debut",
            "« debut » attend une date écrite AAAAMMJJ (ici « 31/01/2026 »).",
        ),
        (
            "<nb-places>1,5</nb-places>",
            "nb-places",
            "« nb-places » attend un nombre entier (ici « 1,5 »).",
        ),
        (
            "<periode><fin/></periode>",
            "fin",
            "« fin » n’est pas attendu ici ; attendu : « debut ».",
        ),
        ("<periode></periode>", "periode", "« periode » est incomplet : il y manque « debut »."),
        ("<extras>a</extras>", "extras", "« extras » ne contient que des éléments, pas de texte."),
        ("<nom>a<b/></nom>", "nom", "« nom » ne contient que du texte, pas d’élément."),
        ("<nom zut='1'>a</nom>", "nom", "L’attribut « zut » n’est pas permis sur « nom »."),
        (
            "<nom horodatage-export='2026-01-31'>a</nom>",
            "nom",
            (
                "L’attribut « horodatage-export » de « nom » attend une date et "
                "une heure, par exemple 2026-01-31T08:00:00."
            ),
        ),
        (
            "<nom id='1'>a</nom>",
            "nom",
            (
                "L’attribut « id » de « nom » doit être unique dans le "
                "document et commencer par une lettre."
            ),
        ),
        (
            "<zut></zut>",
            "zut",
            "« zut » n’est pas un élément de cette version de LHÉO, dans son espace de noms.",
        ),
    ],
)
def test_the_fault_is_said_in_french(body, element, message):
    assert said(body) == [(element, message)]


def test_every_fault_of_every_element_has_its_sentence():
    general = set()
    for version, name in ELEMENTS:
        for case in cases(GRAMMARS[version], name):
            general |= {
                p.detail
                for p in problems(case.document, version)
                if "n’est pas conforme" in p.message
            }
    assert general == set()


def test_a_document_that_is_not_xml():
    (problem,) = problems(b"<lheo>\n<offres></lheo>")
    assert (problem.line, problem.message) == (2, "Le document n’est pas du XML bien formé.")


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE lheo>",
        '<!DOCTYPE lheo [<!ENTITY a "b">]>',
        '<!DOCTYPE lheo SYSTEM "http://exemple.fr/a.dtd">',
    ],
)
def test_a_doctype_is_refused_by_both_doors(doctype, tmp_path):
    xml = etree.tostring(minimal(GRAMMARS["2.3"], "lheo")).decode()
    text = f"{doctype}{xml.replace('<intitule-formation>é', '<intitule-formation>é&a;')}"
    text = text if "ENTITY" in doctype else f"{doctype}{xml}"
    assert "DOCTYPE" in problems(text.encode())[0].message
    assert "DOCTYPE" in problems_in_file(file_of(tmp_path, text))[0].message


def test_validating_twice_says_the_same():
    element = etree.fromstring(
        f'<extras xmlns="{NAMESPACE}"><extra id="a"/><extra id="a"/></extras>'
    )
    first = problems(element)
    assert len(first) == 1
    assert problems(element) == first


# A file of any size


def file_of(folder, text):
    path = folder / "offre.xml"
    path.write_bytes(text.encode())
    return path


def lheo(*formations, version="2.3", tail=""):
    namespace = GRAMMARS[version].namespace
    offers = "\n".join(formations)
    return f'<lheo xmlns="{namespace}"><offres>\n{offers}\n{tail}</offres></lheo>'


def formation(version="2.3", old="", new=""):
    xml = etree.tostring(minimal(GRAMMARS[version], "formation"), encoding="unicode")
    assert old in xml
    return xml.replace(old, new, 1)


GOOD = formation()
LONG = formation(old="<certifiante>0", new="<certifiante>9")
SHORT = formation(old="<ville>é</ville>", new="")
INSIDE = formation(old="</formation>", new=f"<extras><extra>{GOOD}</extra></extras></formation>")
WRONG_INSIDE = formation(
    old="</formation>", new=f"<extras><extra>{LONG}</extra></extras></formation>"
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (lheo(GOOD, GOOD, GOOD), 0),
        (lheo(GOOD, LONG, "<!-- une remarque -->", GOOD, SHORT, "<?pi?>", LONG), 3),
        (lheo(INSIDE, GOOD), 0),
        (lheo(GOOD, WRONG_INSIDE), 1),
        (lheo(), 1),
        (lheo(GOOD, "texte", GOOD), 1),
        (lheo(GOOD, "texte", GOOD, tail="<extras/>"), 1),
        (lheo(GOOD, "<extras/>", GOOD), 1),
        (lheo(GOOD, "<inconnu/>", GOOD), 1),
        (lheo(GOOD, tail="<extras><extra>x</extra></extras>"), 0),
        (lheo(GOOD).replace("<offres>", "<offres inconnu='1'>"), 1),
        (lheo(formation(old="<formation", new="<formation inconnu='1'")), 1),
        (lheo(GOOD).replace("<offres>", "").replace("</offres>", ""), 1),
        (f'<lheo-plus xmlns="{NAMESPACE}">{lheo(GOOD, LONG)}</lheo-plus>', 1),
        (f'<lheo-index xmlns="{NAMESPACE}"/>', 0),
        (f'<lheo xmlns="{NAMESPACE}"/>', 1),
    ],
)
def test_a_file_has_the_problems_of_the_document(text, count, tmp_path):
    found = problems_in_file(file_of(tmp_path, text))
    assert len(found) == count
    assert sorted(found, key=repr) == sorted(problems(text.encode()), key=repr)


def test_equal_identifiers_are_seen_across_formations(tmp_path):
    named = formation(old="<formation", new="<formation id='a'")
    (problem,) = problems_in_file(file_of(tmp_path, lheo(named, GOOD, named)))
    assert (problem.line, problem.element) == (4, "formation")
    assert (
        problem.message
        == "L’attribut « id » de « formation » reprend un identifiant déjà employé : « a »."
    )
    assert len(problems(lheo(named, GOOD, named).encode())) == 1


def test_the_line_is_right_beyond_65535(tmp_path):
    path = file_of(tmp_path, lheo(*[GOOD + "\n" * 7000] * 10, LONG))
    line = path.read_text(encoding="utf-8").split("<certifiante>9")[0].count("\n") + 1
    assert line > 65535
    assert [problem.line for problem in problems_in_file(path)] == [line]


def test_other_roots_and_broken_files(tmp_path):
    for text in (
        GOOD,
        "<autre/>",
        f"<autre>{lheo(GOOD)}</autre>",
        lheo(GOOD).replace(NAMESPACE, "urn:autre"),
    ):
        (problem,) = problems_in_file(file_of(tmp_path, text))
        assert "racine" in problem.message
    (problem,) = problems_in_file(file_of(tmp_path, lheo(GOOD, GOOD)[:-20]))
    assert (problem.line, problem.message) == (3, "Le document n’est pas du XML bien formé.")


def test_problems_stop_at_the_limit(tmp_path):
    assert len(problems_in_file(file_of(tmp_path, lheo(*[LONG] * 30)), limit=7)) == 7


def test_formations_are_let_go_as_they_are_read(tmp_path, monkeypatch):
    sizes = []
    check = module._problems

    def weigh(element, *rest):
        sizes.append(sum(1 for _ in element.getroottree().iter()))
        return check(element, *rest)

    monkeypatch.setattr(module, "_problems", weigh)
    path = file_of(tmp_path, lheo(*[GOOD] * 400))
    assert problems_in_file(path) == []
    assert len(sizes) == 401
    assert max(sizes) < 20 * sizes[0]
    assert sizes[-1] == 3
