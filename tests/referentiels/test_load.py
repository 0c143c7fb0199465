"""Référentiels: the excerpt that we carry, and files of the same layout."""

import csv

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import plugins
from core.fasd import FASD
from core.models import Famille, RemplacementCertifinfo, Terme
from core.referentiels.load.files import Malformed, read_terms
from core.referentiels.load.load import EXCERPT_FOLDER, load
from core.referentiels.load.tables import SOURCES, postal_codes
from tests import factories as make
from tests.imports.samples import SHARED, needs_shared

pytestmark = pytest.mark.django_db
FORMACODE = (
    "code,libelle,edition_libelle,champ,champ_libelle,racine_code,generique_code,nsf,synonymes\n"
)
TREE = FORMACODE + (
    "15054,Développement personnel,V12,150,Développement,15054,,410,\n"
    "15061,Accompagnement vers "
    "l’emploi,V14,150,Développement,15054,15054,415,insertion|Œuvre sociale\n"
)


@pytest.fixture(autouse=True)
def _none(db):
    make.without_referentiels()


def only(source_file):
    return next(source for source in SOURCES if source.file == source_file)


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return next(report for report in load(folder) if report.file == name)


def counts(report):
    return report.added, report.changed, report.unchanged, report.ended


def test_the_excerpt_holds_what_programmes_and_demo_need():
    load()
    known = {(t.famille, t.code): t for t in Terme.objects.select_related("parent")}
    for code in ("15061", "14201", "14207", "15474", "44508", "32047"):
        assert known["formacode", code].parent or known["formacode", code].donnees["racine"] == code
    assert (
        known["certifinfo", "93561"].donnees["type_libelle"]
        == "Autre certification sans niveau spécifique"
    )
    assert known["public", "80006"].edition == "V14"
    assert known["commune", "44109"].donnees["codes_postaux"] == [
        "44000",
        "44100",
        "44200",
        "44300",
    ]
    assert all(t.a_confirmer for t in known.values() if t.famille == Famille.PREREQUIS)
    assert {"motivation", "aucun", "permis_b"} <= {
        code for famille, code in known if famille == "prerequis"
    }
    assert {code[:2] for famille, code in known if famille == "commune"} == {
        "44",
        "49",
        "53",
        "72",
        "85",
    }


def test_twice_changes_nothing(capsys):
    call_command("load_referentiels")
    before = list(Terme.objects.order_by("pk").values())
    call_command("load_referentiels")
    assert "Rien n’a changé." in capsys.readouterr().out
    assert list(Terme.objects.order_by("pk").values()) == before


@needs_shared
@pytest.mark.parametrize(
    "source", [s for s in SOURCES if s.file != "prerequis.csv"], ids=lambda s: s.file
)
def test_each_row_of_the_excerpt_is_a_row_of_the_shared_table(source):
    shared = read_terms((SHARED / "referentiels" / source.file).read_bytes(), source)
    for code, term in read_terms((EXCERPT_FOLDER / source.file).read_bytes(), source).items():
        assert (term.libelle, term.edition, term.parent) == (
            shared[code].libelle,
            shared[code].edition,
            shared[code].parent,
        )
        own = {name: value for name, value in term.donnees.items() if name != "synonymes"}
        assert own == {name: shared[code].donnees[name] for name in own}


@needs_shared
def test_shared_tables_after_the_excerpt_then_again():
    load()
    reports = {report.file: report for report in load(SHARED / "referentiels")}
    assert reports["certifinfo.csv"].added + reports["certifinfo.csv"].changed == 12_429
    assert not any(report.errors or report.missing or report.ended for report in reports.values())
    assert Terme.objects.famille("formacode").count() == 2_768
    assert Terme.objects.get(famille="formacode", code="15061").parent.code == "15054"
    assert (
        Terme.objects.get(famille="public", code="80010").libelle == "Bénéficiaire du RSA"
    )  # V14, not V10
    assert RemplacementCertifinfo.objects.filter(ancien="26565").count() > 1
    for again in (
        load(SHARED / "referentiels"),
        load(),
    ):  # the excerpt does not undo what a file gave
        assert not any(report.touched for report in again)


def test_terms_change_move_end_and_come_back(tmp_path):
    assert counts(write(tmp_path, "formacode.csv", TREE)) == (2, 0, 0, 0)
    terme = Terme.objects.get(code="15061")
    assert (terme.parent.code, terme.edition) == ("15054", "V14")
    assert terme.recherche == "15061 accompagnement vers l'emploi insertion oeuvre sociale"
    assert terme.donnees["synonymes"] == ["insertion", "Œuvre sociale"]
    assert counts(write(tmp_path, "formacode.csv", TREE.replace("Accompagnement", "Appui"))) == (
        0,
        1,
        1,
        0,
    )
    assert counts(write(tmp_path, "formacode.csv", TREE.replace(",15054,15054,", ",15061,,"))) == (
        0,
        1,
        1,
        0,
    )
    terme.refresh_from_db()
    assert (terme.libelle, terme.parent) == ("Accompagnement vers l’emploi", None)
    assert counts(
        write(tmp_path, "formacode.csv", TREE.splitlines()[0] + "\n" + TREE.splitlines()[1])
    ) == (0, 0, 1, 1)
    terme.refresh_from_db()
    assert terme.valide_au == timezone.localdate()
    assert counts(write(tmp_path, "formacode.csv", TREE)) == (0, 1, 1, 0)
    terme.refresh_from_db()
    assert (terme.valide_au, terme.parent.code) == (None, "15054")


def test_a_term_of_another_file_does_not_end(tmp_path):
    load()
    write(tmp_path, "formacode.csv", TREE)
    assert not Terme.objects.filter(valide_au__isnull=False).exists()


def test_the_latest_edition_of_a_public_wins(tmp_path):
    write(
        tmp_path,
        "formacode_publics.csv",
        "edition,code,libelle\nV10,80010,Militaire\nV14,80010,RSA\nV12,80010,Autre\n",
    )
    assert Terme.objects.get(famille="public").libelle == "RSA"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,libelle\n1\n", "ligne 2, code : 1 cellules au lieu de 2"),
        ("code,libelle\n1,\n", "ligne 2, libelle : cette cellule est vide"),
        ("code,libelle\n1,a\n1,b\n", "ligne 3, code : le code « 1 » figure déjà à la ligne 2"),
        ("code,nom\n1,a\n", "ligne 1, libelle : cette colonne manque"),
        (f"code,libelle\n{'9' * 21},a\n", "ligne 2, code : plus de 20 caractères"),
        ('code,libelle\n1,"a\n', "guillemet"),
        ("", "vide"),
    ],
)
def test_a_malformed_file_is_refused_whole(tmp_path, text, words):
    Terme.objects.create(famille="nsf", code="1", libelle="connu", donnees={"source": "nsf.csv"})
    report = write(tmp_path, "nsf.csv", text)
    assert words in "".join(report.errors)
    assert Terme.objects.get(famille="nsf").libelle == "connu"


def test_an_unknown_parent_and_a_bad_coordinate_are_refused(tmp_path):
    report = write(tmp_path, "formacode.csv", TREE.replace("15054,15054,415", "15054,99999,415"))
    assert report.errors == ["ligne 3, generique_code : le terme générique « 99999 » est inconnu."]
    text = (
        "code_insee,libelle,departement,codes_postaux,longitude,"
        "latitude\n44109,Nantes,44,44000|x,ouest,47.2\n"
    )
    report = write(tmp_path, "communes_pays_de_la_loire.csv", text)
    assert len(report.errors) == 2
    assert not Terme.objects.filter(famille="commune").exists()


def test_command_names_missing_files_and_refused_ones(tmp_path, capsys):
    (tmp_path / "nsf.csv").write_text("code,nom\n1,a\n", encoding="utf-8")
    with pytest.raises(CommandError, match="ligne 1, libelle"):
        call_command("load_referentiels", str(tmp_path))
    out = capsys.readouterr().out
    assert "ROME (rome.csv) : fichier absent, laissé de côté." in out
    assert "NSF (nsf.csv) : refusé" in out
    assert Terme.objects.famille("prerequis").exists()  # ours, whatever the folder
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("load_referentiels", str(tmp_path / "absent"))


def test_prerequis_that_staff_changed_are_left_alone():
    load()
    Terme.objects.filter(code="permis_b").update(libelle="Permis B valide", a_confirmer=False)
    load()
    assert Terme.objects.get(code="permis_b").libelle == "Permis B valide"


def test_terms_of_plugins_are_loaded_and_never_replace_a_file(tmp_path, monkeypatch, settings):
    terms = '{"formacode": [("15061", "Autre nom"), ("99001", "Terme d’un programme")]}'
    text = (
        "from core.plugins import hookimpl\n\n@hookimpl\ndef "
        f"register_referentiels():\n    return {terms}\n"
    )
    (tmp_path / "plugin_a_termes.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    plugins.start([*settings.PROGRAMMES, "plugin_a_termes"], common=FASD, entry_points=False)
    try:
        load()
    finally:
        plugins.start(settings.PROGRAMMES, common=FASD, entry_points=False)
    assert Terme.objects.get(code="15061").libelle == "Accompagnement vers emploi"
    assert Terme.objects.get(code="99001").recherche == "99001 terme d'un programme"


def test_excerpt_columns_are_those_of_the_tables():
    for source in SOURCES:
        with (EXCERPT_FOLDER / source.file).open(encoding="utf-8", newline="") as file:
            assert set(source.columns) <= set(next(csv.reader(file)))
    assert postal_codes("44000|44100") == ["44000", "44100"]
    with pytest.raises(Malformed):
        read_terms(b"code,libelle\n1\n", only("nsf.csv"))
