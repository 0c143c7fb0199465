"""A plugin that fails, at the start or on some offer.

Named to staff, it takes nothing down and lets nothing through.
"""

import pytest
from django.core.management import call_command

from core import plugins
from core.dossiers import live_update as live
from core.fasd import FASD
from core.models import Attribution
from exports.models import SessionPubliee
from tests import factories as make
from tests.pages import address, filled
from tests.plugins import installing
from tests.plugins.modules import HEAD, bringing, offer
from workflows.service import Refused, perform

# At the start ---------------------------------------------------------------------------------

DURATION = """
def wrong(fiche):
    for session in fiche.each(Level.SESSION):
        yield session["date_fin"] - session["date_debut"]
"""
BROKEN = {  # what is wrong: (text of the module, what its sentence says)
    "imports what is not there": (
        "import nowhere_to_be_found\n",
        "n’a pas pu être chargée (ModuleNotFoundError",
    ),
    "is not Python": ("def (", "SyntaxError"),
    "leaves": ("import sys\nsys.exit('bye')\n", "SystemExit : bye"),
    "names no contract": ("x = 1\n", "ne dit pas pour quel contrat elle est écrite"),
    "was written for another contract": (
        "SOFI_CONTRACT = 3\n",
        "pour le contrat 3 des extensions ; ce SOFI suit le contrat 2",
    ),
    "misspells a hook": (
        HEAD + "@hookimpl\ndef register_programs():\n    return []\n",
        "register_programs",
    ),
    "asks for what a hook has not": (
        HEAD + "@hookimpl\ndef register_programmes(couleur):\n    return []\n",
        "couleur",
    ),
    "raises while it registers": (
        HEAD + "@hookimpl\ndef register_programmes():\n    1 / 0\n",
        "ZeroDivisionError",
    ),
    "answers something else": (bringing("'essai'"), "autre chose qu’un programme"),
    "takes a code": (
        bringing("programme(code='ordinaire')"),
        "« ordinaire » est déjà celui d’un autre programme",
    ),
    "takes a field away": (
        bringing("programme(fields=FieldTable(tuple(f for f in FASD if f.name != 'rythmes')))"),
        "a retiré le champ « rythmes »",
    ),
    "changes a kind": (
        bringing("programme(fields=REGIONAL.refine(kind={'places': Kind.TEXT}))"),
        "change la nature du champ",
    ),
    "adds a field by hand": (
        bringing("programme(fields=FieldTable((*FASD, Field('tuteur', 'Tuteur', Level.SESSION))))"),
        "s’ajoute par « fields.adding »",
    ),
    "adds a field of rows": (
        bringing(
            "programme(fields=REGIONAL.adding(Field('jurys', 'Jurys', Level.SESSION, Kind.ROWS)))"
        ),
        "ne peut pas être propre à un programme",
    ),
    "adds a field named as ours": (
        bringing("programme(fields=REGIONAL.adding(Field('version', 'Version', Level.SESSION)))"),
        "ce nom ne convient pas",
    ),
    "fixes a value of another nature": (
        bringing("programme(fields=REGIONAL.refine(fixed={'duree_centre': 'beaucoup'}))"),
        "« Durée en centre » n’a pas la forme attendue",
    ),
    "reads what the campaign has not": (
        bringing(
            "programme(fields=REGIONAL.refine(fixed={'duree_centre': FromContexte('couleur')}))"
        ),
        "couleur",
    ),
    "fails on an empty dossier": (
        bringing("programme(checks=(wrong,))", DURATION),
        "TypeError",
    ),
    "fails on its example": (bringing("programme(example=lambda: 1 / 0)"), "ZeroDivisionError"),
    "puts a target below nothing": (
        HEAD
        + (
            "@hookimpl\ndef register_targets():\n    return "
            "[Target('x', 'X', parent='nulle_part')]\n"
        ),
        "nulle_part",
    ),
    "takes a target": (
        HEAD + "@hookimpl\ndef register_targets():\n    return [Target('kairos', 'Kairos')]\n",
        "kairos",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", BROKEN)
def test_a_plugin_that_cannot_be_let_in_is_named_and_left_out(client, outside, what):
    text, sentence = BROKEN[what]
    before = {p.code for p in plugins.programmes()}, {t.code for t in plugins.targets()}
    plugin = outside(text)
    assert sentence in plugin.fault.sentence
    assert plugin.fault.said.endswith(
        "Ses offres se lisent, mais ne peuvent être ni modifiées, ni "
        "envoyées, ni validées. Prévenez son auteur."
    )
    assert ({p.code for p in plugins.programmes()}, {t.code for t in plugins.targets()}) == before
    client.force_login(make.staff())
    for url in ("/gestion/", "/gestion/extensions/"):
        page = client.get(url)
        assert page.status_code == 200
        assert "Extension « sofi-essai 1.0 »." in page.text
    client.force_login(make.member(make.etablissement("Alpha")))
    assert "sofi-essai" not in client.get("/gestion/").text


def test_the_next_plugin_is_let_in_all_the_same(site, outside):
    installing.module(site, "sofi_casse", "1 / 0\n")
    plugin = outside(bringing())
    assert plugin.fault is None
    assert [p.code for p in plugin.programmes] == ["essai"]


def test_a_start_forgets_what_was_mended(site, outside, start):
    assert outside("1 / 0\n").fault
    (site / "sofi_essai.py").write_text(bringing(), encoding="utf-8")
    start()
    assert [p.fault for p in plugins.plugins()] == [None] * len(plugins.plugins())
    assert plugins.programme("essai").label == "PROGRAMME REGION - Essai"


@pytest.mark.parametrize(
    "text", ["1 / 0\n", bringing("programme(code='ordinaire')"), "import sys\nsys.exit()\n"]
)
def test_a_plugin_of_the_repository_that_fails_stops_the_start(site, settings, text):
    (site / "programme_de_la_maison.py").write_text(text, encoding="utf-8")
    with pytest.raises((ZeroDivisionError, ValueError, SystemExit)):
        plugins.start(
            [*settings.PROGRAMMES, "programme_de_la_maison"], common=FASD, entry_points=False
        )


# Later, on some offer -------------------------------------------------------------------------

SECRET = "Un intitulé qui fait tomber la règle"
FAILING = {
    "raises": "            raise RuntimeError('panne')\n            yield\n",
    "leaves": "            raise SystemExit('panne')\n            yield\n",
    "answers something else": "            yield 'panne'\n",
    "names a fiche of nobody": "            yield Issue('x', 'Z9.intitule', 'Panne')\n",
}
CHECK = f"""
def wrong(fiche):
    for formation in fiche.each(Level.FORMATION):
        if formation["intitule"] == {SECRET!r}:
"""


@pytest.fixture(params=FAILING)
def failing(request, outside):
    """Return a plugin whose rule fails for one intitulé."""
    plugin = outside(bringing("programme(checks=(*CHECKS, wrong))", CHECK + FAILING[request.param]))
    assert plugin.fault is None
    return plugin


def reveal(action):
    """Show the offer on which the rule fails, as a person who opens it does."""
    action.issues()


def test_a_rule_that_fails_blocks_its_offers_and_is_named(client, owner, failing):
    first, second = offer(owner, intitule=SECRET), offer(owner, "submitted")
    client.force_login(make.member(owner))
    page = client.get(f"/gestion/core/action/{first.pk}/dossier/")
    assert page.status_code == 200
    assert "L’extension du programme « PROGRAMME REGION - Essai » est en panne" in page.text
    with pytest.raises(Refused) as refusal:
        perform(first, "submit", by=make.member(owner))
    assert [i.code for i in refusal.value.issues] == ["programme.arrete"]
    with pytest.raises(
        Refused
    ) as refusal:  # the other one cannot go out either, and may be sent back
        perform(second, "validate", by=make.staff())
    assert [i.code for i in refusal.value.issues] == ["programme.arrete"]
    perform(second, "refuse", by=make.staff(), comment="En attendant")
    client.force_login(make.staff())
    page = client.get("/gestion/")
    assert "Extension « sofi-essai 1.0 »." in page.text
    assert "Les règles du programme « PROGRAMME REGION - Essai » ont échoué" in page.text


def test_its_offers_are_read_only(client, owner, failing):
    bad, good = offer(owner, intitule=SECRET), offer(owner)
    user = make.member(owner)
    client.force_login(user)
    data = filled(client.get(address(good)))
    reveal(bad)
    response = client.get(address(good))
    assert response.status_code == 302
    assert f"/action/{good.pk}/dossier/" in response["Location"]
    client.post(address(good), data | {"objectifs": "Autre"})
    assert make.fresh(good).objectifs != "Autre"
    assert (
        not Attribution.objects.allowed(user, "enter")
        .filter(lot__campagne__programme="essai")
        .exists()
    )


def test_what_is_online_stays_online_and_does_not_change(owner, failing):
    online, bad = offer(owner, "online"), offer(owner, intitule=SECRET)
    reveal(bad)
    session = online.sessions.get()
    with pytest.raises(Refused):
        live.update_live(
            online,
            {session.key: {"etat_recrutement": "2"}},
            by=make.staff(),
            publication=online.online_number,
        )
    assert make.fresh(online).is_online
    call_command("render_publications")
    assert SessionPubliee.objects.get().session == session.pk


def test_the_offers_of_others_go_on(client, owner, failing):
    reveal(offer(owner, intitule=SECRET))
    other = make.offer(owner, "online", attribution=make.attribution(owner), intitule=SECRET)
    assert other.is_online
    draft = make.draft(owner)
    client.force_login(make.member(owner))
    assert client.get(address(draft)).status_code == 200
