"""What a page of the saisie weighs on a slow network.

What the browser receives, the product served as it is in production.

The weights are those of `docs/guide/effort.md`: `SOFI_WRITE=1` writes them again.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from tests import factories as make
from tests.browser.served import serving

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "effort.md"
LIMIT = 200_000  # octets, after the first page
NEAR = 1.25  # a written weight is wrong beyond
SESSIONS = 60  # more than a list shows
START, END = "<!-- poids -->\n", "<!-- fin -->\n"
HEADER = "| Page | Reçu, en ko | dont la page elle-même |\n|---|---|---|\n"


@pytest.fixture
def server(browser, transactional_db, tmp_path):
    """Serve the product with its static files collected, named by their content and compressed.

    As `make demo` does.
    """
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES=settings.STORAGES | {"staticfiles": storage}
    ):
        call_command("collectstatic", verbosity=0, interactive=False)
        with serving(static=False) as server:
            yield server


@pytest.fixture
def action(server):
    """An offer of E2C of many sessions, in a lot, its first fiches complete.

    And what else the lists show.
    """
    owner, lead, programme = (
        make.etablissement("École Atlantique"),
        make.etablissement("Fédération des écoles"),
        make.e2c(),
    )
    this_year, _ = (
        make.attribution(
            owner,
            lead,
            programme=programme,
            annee=str(annee),
            places="900",
            numero_lot=f"E2C{annee}",
        )
        for annee in (make.START.year, make.START.year + 1)
    )
    for _ in range(3):
        make.offer(owner, "online")
    return make.draft(owner, attribution=this_year, sessions=SESSIONS)


def places(action) -> dict[str, str]:
    session = action.sessions.first()
    campagne = action.attribution.lot.campagne

    def of(name, *args):
        return reverse(f"admin:{name}", args=args)

    return {
        "Tableau de bord": of("index"),
        "Fiche Formation": of("core_formation_change", action.formation_id),
        "Fiche Action": of("core_action_change", action.pk),
        f"Fiche Session, d’une action de {SESSIONS} sessions": of(
            "core_session_change", session.pk
        ),
        "Fiche Dispositif": of("core_dispositif_change", session.dispositifs.get().pk),
        f"Dossier de {SESSIONS} sessions": of("core_action_dossier", action.pk),
        f"{SESSIONS} sessions ensemble": of("core_action_sessions", action.pk),
        "Envoi d’un dossier": of("core_action_mouvement", action.pk, "submit"),
        "Liste des sessions (50 lignes)": of("core_session_changelist"),
        "Liste des actions": of("core_action_changelist"),
        "Créer": of("creer"),
        "Formations publiques": of("formations_publiques"),
        "Reconduire une campagne": of("reconduire_campagne", campagne.pk),
        "Envoyer plusieurs dossiers": of("envoi"),
        "Saisie par tableur": of("tableur"),
        "Procédure de saisie": of("core_campagne_procedure", campagne.pk),
    }


class Scale:
    """Adds up what a page receives from the network: cached files weigh nothing."""

    def __init__(self, page):
        self.page, self.all, self.document, self.documents = page, 0, 0, set()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self.received)
        devtools.on("Network.loadingFinished", self.finished)

    def received(self, event):
        if event["type"] == "Document":
            self.documents.add(event["requestId"])

    def finished(self, event):
        self.all += int(event["encodedDataLength"])
        if event["requestId"] in self.documents:
            self.document += int(event["encodedDataLength"])

    def weigh(self, url) -> tuple[int, int]:
        self.all = self.document = 0
        answer = self.page.goto(url)
        assert answer.ok, url
        self.page.wait_for_load_state("networkidle")
        return self.all, self.document


def table(weights) -> str:
    rows = (
        f"| {name} | {-(-octets // 1000)} | {-(-document // 1000)} |\n"
        for name, (octets, document) in weights.items()
    )
    return HEADER + "".join(rows)


def written() -> dict[str, int]:
    """Return the weights, in kB, that the guide gives."""
    _, _, after = PAGE.read_text().partition(START)
    rows = [line.strip("| \n").split(" | ") for line in after.partition(END)[0].splitlines()[2:]]
    return {name: int(weight) for name, weight, _ in rows}


def write(weights):
    before, _, after = PAGE.read_text().partition(START)
    PAGE.write_text(before + START + table(weights) + END + after.partition(END)[2])


def test_each_page_is_light(action, people, server):
    page = people(make.member(action.porteur))
    scale = Scale(page)
    weights = {"Première page, une fois pour toutes": scale.weigh("/gestion/")}
    weights |= {name: scale.weigh(url) for name, url in places(action).items()}
    if os.environ.get("SOFI_WRITE"):
        write(weights)
    found = {name: octets for name, (octets, _) in [*weights.items()][1:]}
    assert {name: octets for name, octets in found.items() if octets >= LIMIT} == {}
    told = written()
    wrong = {
        name: octets
        for name, octets in found.items()
        if not 1 / NEAR < (octets / 1000) / told.get(name, 1) < NEAR
    }
    assert wrong == {}, f"docs/guide/effort.md ne dit plus vrai :\n{table(weights)}"
