"""The hooks of a plugin.

Documented with their signature, refused when misspelt, and a programme that may be missing.
"""

import inspect
import re
from pathlib import Path

import pluggy
import pytest

from core import plugins
from core.dossiers.rows import read
from core.fasd import FASD
from core.plugins import Hooks
from core.rules import Level
from tests import factories as make
from workflows.service import Refused, perform

DOCUMENT = Path(__file__).parents[2] / "docs" / "write-a-programme.md"
HOOKS = {
    name: inspect.signature(hook)
    for name, hook in vars(Hooks).items()
    if hasattr(hook, "sofi_spec")
}
MODULE = """
from core.plugins import hookimpl
from core.rules import Programme
from core.fasd import FASD

@hookimpl
def {hook}({parameters}):
    return [Programme("{code}", "Essai", FASD)]
"""


def documented() -> dict[str, str]:
    """Return the signature of each function fenced in the document, by name."""
    fenced = "\n".join(
        re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    )
    return dict(re.findall(r"^def (\w+)\((.*?)\)", fenced, re.MULTILINE))


@pytest.fixture
def module(tmp_path, monkeypatch, settings):
    """Return a function that writes a plugin and gives its name.

    The registry is put back afterwards.
    """
    monkeypatch.syspath_prepend(tmp_path)

    def write(name, hook="register_programmes", parameters="", code="essai"):
        (tmp_path / f"{name}.py").write_text(
            MODULE.format(hook=hook, parameters=parameters, code=code)
        )
        return name

    yield write
    plugins.start(["core.fasd.ordinaire", *settings.PROGRAMMES], common=FASD, entry_points=False)


def test_there_are_hooks():
    expected = [
        "after_transition",
        "lheo_extras",
        "register_programmes",
        "register_referentiels",
        "register_targets",
    ]
    assert sorted(HOOKS) == expected


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_documented_with_its_parameters(name):
    expected = [
        str(p).replace("'", "") for p in HOOKS[name].parameters.values() if p.name != "self"
    ]
    written = [p.strip() for p in documented()[name].split(", ") if p.strip()]
    assert ", ".join(written) == ", ".join(expected).replace("typing.", "").replace(
        "collections.abc.", ""
    )


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_a_sentence(name):
    assert inspect.getdoc(getattr(Hooks, name)).endswith(".")


def test_a_plugin_is_heard(module):
    plugins.start(
        ["core.fasd.ordinaire", module("plugin_entendu")], common=FASD, entry_points=False
    )
    assert {p.code for p in plugins.programmes()} == {"ordinaire", "essai"}


def test_a_misspelt_hook_stops_the_start(module):
    name = module("plugin_mal_ecrit", hook="register_programs")
    with pytest.raises(pluggy.PluginValidationError, match="register_programs"):
        plugins.start(["core.fasd.ordinaire", name], common=FASD, entry_points=False)


def test_a_parameter_that_the_hook_has_not_stops_the_start(module):
    name = module("plugin_a_parametre", parameters="couleur")
    with pytest.raises(pluggy.PluginValidationError, match="couleur"):
        plugins.start(["core.fasd.ordinaire", name], common=FASD, entry_points=False)


def test_a_code_given_twice_stops_the_start(module):
    name = module("plugin_en_double", code="ordinaire")
    with pytest.raises(ValueError, match="ordinaire"):
        plugins.start(["core.fasd.ordinaire", name], common=FASD, entry_points=False)


# A plugin that is missing -------------------------------------------------------------------


@pytest.fixture
def orphan(db, module):
    """Return a complete regional offer whose plugin is then removed."""
    owner = make.etablissement("Alpha")
    action = make.draft(owner, attribution=make.attribution(owner))
    plugins.start(["core.fasd.ordinaire"], common=FASD, entry_points=False)
    return action


def test_an_offer_without_its_plugin_is_read(orphan, client):
    client.force_login(make.member(orphan.porteur))
    root = read(orphan)
    assert [x.level for x in root.walk()] == [
        Level.FORMATION,
        Level.ACTION,
        Level.SESSION,
        Level.DISPOSITIF,
    ]
    page = client.get(f"/gestion/core/action/{orphan.pk}/dossier/")
    assert page.status_code == 200
    assert "(non installé)" in page.text
    assert client.get("/gestion/").status_code == 200
    assert client.get("/gestion/core/action/").status_code == 200


def test_an_offer_without_its_plugin_cannot_be_sent(orphan):
    with pytest.raises(Refused) as refusal:
        perform(orphan, "submit", by=make.member(orphan.porteur))
    assert "programme.absent" in [issue.code for issue in refusal.value.issues]
    assert make.fresh(orphan).state == "draft"


def test_an_online_offer_without_its_plugin_stays_online(db, module):
    owner = make.etablissement("Alpha")
    action = make.offer(owner, "online", attribution=make.attribution(owner))
    plugins.start(["core.fasd.ordinaire"], common=FASD, entry_points=False)
    assert make.fresh(action).is_online
    assert action.publications().filter(online=True).count() == 1


def test_the_stand_in_names_the_programme_and_blocks(orphan):
    [issue] = [issue for issue in orphan.issues() if issue.code == "programme.absent"]
    assert issue.blocking
    assert issue.message.startswith(f"Le programme « {orphan.programme_code} » n’est pas installé")
