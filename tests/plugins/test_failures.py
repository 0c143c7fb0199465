"""An outside plugin that fails is named to staff, takes nothing down, and lets no offer through. One of ours stops the start."""

import pytest
from django.core.management import call_command

from core import live, plugins
from core.models import Attribution
from exports.models import SessionPubliee
from tests import factories as make
from tests.core.pages import address, filled
from tests.plugins import installing
from workflows.models import TransitionLog
from workflows.service import Refused, perform

HEAD = """
from core.checks import COMMON
from core.codes import CADRE
from core.fasd import FASD
from core.plugins import hookimpl
from core.rules import Field, FieldTable, Fiche, FromContexte, Issue, Kind, Level, Programme
from core.targets import Target
from programmes.regional import CHECKS, REGIONAL

SOFI_CONTRACT = 1

def programme(code="essai", fields=REGIONAL, checks=CHECKS, **about):
    return Programme(code, "PROGRAMME REGION - Essai", fields, checks, region_code="ESSAI", **about)
"""
REGISTER = """
@hookimpl
def register_programmes():
    return [{}]
"""


def bringing(programme="programme()", more=""):
    return HEAD + more + REGISTER.format(programme)


# At the start ---------------------------------------------------------------------------------

DURATION = """
def wrong(fiche):
    for session in fiche.each(Level.SESSION):
        yield session["date_fin"] - session["date_debut"]
"""
BROKEN = {  # what is wrong: (text of the module, what its sentence says)
    "imports what is not there": ("import nowhere_to_be_found\n", "n’a pas pu être chargée (ModuleNotFoundError"),
    "is not Python": ("def (", "SyntaxError"),
    "leaves": ("import sys\nsys.exit('bye')\n", "SystemExit : bye"),
    "names no contract": ("x = 1\n", "ne dit pas pour quel contrat elle est écrite"),
    "was written for another contract": ("SOFI_CONTRACT = 2\n", "pour le contrat 2 des extensions ; ce SOFI suit le contrat 1"),
    "misspells a hook": (HEAD + "@hookimpl\ndef register_programs():\n    return []\n", "register_programs"),
    "asks for what a hook has not": (HEAD + "@hookimpl\ndef register_programmes(couleur):\n    return []\n", "couleur"),
    "raises while it registers": (HEAD + "@hookimpl\ndef register_programmes():\n    1 / 0\n", "ZeroDivisionError"),
    "answers something else": (bringing("'essai'"), "autre chose qu’un programme"),
    "takes a code": (bringing("programme(code='ordinaire')"), "« ordinaire » est déjà celui d’un autre programme"),
    "takes a field away": (
        bringing("programme(fields=FieldTable(tuple(f for f in FASD if f.name != 'rythmes')))"),
        "a retiré le champ « rythmes »",
    ),
    "changes a kind": (bringing("programme(fields=REGIONAL.refine(kind={'places': Kind.TEXT}))"), "change la nature du champ"),
    "adds a field by hand": (
        bringing("programme(fields=FieldTable((*FASD, Field('tuteur', 'Tuteur', Level.SESSION))))"),
        "s’ajoute par « fields.adding »",
    ),
    "adds a field of rows": (
        bringing("programme(fields=REGIONAL.adding(Field('jurys', 'Jurys', Level.SESSION, Kind.ROWS)))"),
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
        bringing("programme(fields=REGIONAL.refine(fixed={'duree_centre': FromContexte('couleur')}))"),
        "couleur",
    ),
    "fails on an empty dossier": (
        bringing("programme(checks=(wrong,))", DURATION),
        "TypeError",
    ),
    "fails on its example": (bringing("programme(example=lambda: 1 / 0)"), "ZeroDivisionError"),
    "puts a target below nothing": (
        HEAD + "@hookimpl\ndef register_targets():\n    return [Target('x', 'X', parent='nulle_part')]\n",
        "nulle_part",
    ),
    "takes a target": (HEAD + "@hookimpl\ndef register_targets():\n    return [Target('kairos', 'Kairos')]\n", "kairos"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", BROKEN)
def test_a_plugin_that_cannot_be_let_in_is_named_and_left_out(client, outside, what):
    text, sentence = BROKEN[what]
    before = {p.code for p in plugins.programmes()}, {t.code for t in plugins.targets()}
    plugin = outside(text)
    assert sentence in plugin.fault.sentence
    assert plugin.fault.said.endswith(
        "Ses offres se lisent, mais ne peuvent être ni modifiées, ni envoyées, ni validées. Prévenez son auteur."
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


@pytest.mark.parametrize("text", ["1 / 0\n", bringing("programme(code='ordinaire')"), "import sys\nsys.exit()\n"])
def test_a_plugin_of_the_repository_that_fails_stops_the_start(site, settings, text):
    (site / "programme_de_la_maison.py").write_text(text, encoding="utf-8")
    with pytest.raises((ZeroDivisionError, ValueError, SystemExit)):
        plugins.start([*settings.PROGRAMMES, "programme_de_la_maison"], entry_points=False)


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


@pytest.fixture
def owner(db):
    make.referentiels()
    return make.etablissement("Alpha")


def offer(owner, situation="draft", programme="essai", **values):
    attribution = make.attribution(owner, programme=plugins.programme(programme), numero_lot=f"L{Attribution.objects.count()}")
    return make.offer(owner, situation, attribution=attribution, **values)


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
    with pytest.raises(Refused) as refusal:  # the other one cannot go out either, and may be sent back
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
    assert not Attribution.objects.allowed(user, "enter").filter(lot__campagne__programme="essai").exists()


def test_what_is_online_stays_online_and_does_not_change(owner, failing):
    online, bad = offer(owner, "online"), offer(owner, intitule=SECRET)
    reveal(bad)
    session = online.sessions.get()
    with pytest.raises(Refused):
        live.update_live(online, {session.key: {"etat_recrutement": "2"}}, by=make.staff(), publication=online.online_number)
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


# The other hooks --------------------------------------------------------------------------------

EXTRAS = """
@hookimpl
def lheo_extras(payload, key):
    if payload["programme"] == "essai":
        raise RuntimeError("panne")
    return {}
"""
TARGET = """
def wrong(root, organismes):
    1 / 0

@hookimpl
def register_targets():
    return [Target("essai", "Essai", (wrong,))]
"""


def test_extras_that_fail_keep_their_own_offers_in_and_nobody_elses(owner, outside):
    plugin = outside(bringing(more=EXTRAS))
    assert make.offer(owner, "online", attribution=make.attribution(owner)).is_online
    action = offer(owner, "submitted")
    with pytest.raises(Refused) as refusal:
        perform(action, "validate", by=make.staff())
    assert [i.code for i in refusal.value.issues] == ["programme.arrete"]
    assert make.fresh(action).state == "submitted"
    assert "« lheo_extras » a échoué (RuntimeError : panne)" in plugin.fault.sentence


@pytest.mark.parametrize("answer", ["{'mon-plus': 'Le sien'}", "{'tuteur': 'Alix'}"])
def test_extras_leave_ours_their_meaning(owner, outside, answer):
    outside(bringing(more=f"@hookimpl\ndef lheo_extras(payload, key):\n    return {answer}\n"))
    make.offer(owner, "online", mon_plus="Le nôtre")
    written = SessionPubliee.objects.get().fragment_2_3
    assert '<extra info="mon-plus">Le nôtre</extra>' in written
    assert ('<extra info="tuteur">Alix</extra>' in written) is ("tuteur" in answer)


@pytest.mark.parametrize("answer", ["'tuteur'", "{1: 'x'}", "{'x': ['y']}", "{'x': object()}"])
def test_extras_that_lheo_cannot_hold_are_a_failure(owner, outside, answer):
    plugin = outside(bringing(more=f"@hookimpl\ndef lheo_extras(payload, key):\n    return {answer}\n"))
    assert make.offer(owner, "online").is_online
    assert plugin.fault.stops


def test_a_target_whose_rule_fails_is_named_and_hides_nothing(client, owner, outside):
    plugin = outside(HEAD + TARGET)
    action = make.draft(owner)
    client.force_login(make.member(owner))
    page = client.get(f"/gestion/core/action/{action.pk}/dossier/")
    assert page.status_code == 200
    assert "Kairos" in page.text
    assert "règle en panne" in page.text
    assert "Une règle de la cible « Essai » a échoué" in plugin.fault.sentence


def test_a_listener_that_fails_stops_nothing_and_is_named(owner, outside, django_capture_on_commit_callbacks):
    plugin = outside(bringing(more="@hookimpl\ndef after_transition(name):\n    raise RuntimeError(name)\n"))
    action = offer(owner)
    with django_capture_on_commit_callbacks(execute=True):
        perform(action, "submit", by=make.member(owner))
    assert make.fresh(action).state == "submitted"
    assert "« after_transition » a échoué (RuntimeError : submit)" in plugin.fault.sentence
    assert not plugin.fault.stops
    perform(action, "validate", by=make.staff())
    assert TransitionLog.objects.filter(name="validate").exists()


def test_terms_that_cannot_be_loaded_are_named_and_the_others_are(db, outside):
    plugin = outside(HEAD + "@hookimpl\ndef register_referentiels():\n    return {'famille_inconnue': [('1', 'Un')]}\n")
    make.referentiels()
    assert "« register_referentiels » a échoué" in plugin.fault.sentence
