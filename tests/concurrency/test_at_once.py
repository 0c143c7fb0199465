"""Two people act on one dossier at the same moment.

One outcome, one sentence for the other, nothing lost.
"""

import pytest

from core.models import Attribution
from tests import factories as make
from tests.pages import address
from workflows.lifecycle import State
from workflows.models import Change, Publication, TransitionLog

pytestmark = pytest.mark.parametrize("last_first", [False, True], ids=["in turn", "last first"])
SAVED = "C’est enregistré"
SENT = "La saisie est envoyée : le Cariforef l’examine."
VALIDATED = "La saisie est validée et mise en ligne."
TAKEN_BACK = "La saisie est de nouveau modifiable."


@pytest.fixture
def porteur(transactional_db):
    return make.etablissement("Alpha")


def of(porteur, local, nom):
    return make.account(local, nom, "organisme", etablissement=porteur)


def pages_of(action, *moves):
    return [
        f"{address(action, 'dossier').removesuffix('dossier/')}mouvement/{move}/" for move in moves
    ]


def moves(subject):
    return [entry.name for entry in TransitionLog.objects.of(subject)]


def said(pages, *sentences):
    """Return which pages say each sentence: [[0], [1]]."""
    assert [page.status for page in pages] == [200, 200]
    return [
        [number for number, page in enumerate(pages) if sentence in page.text]
        for sentence in sentences
    ]


@pytest.mark.parametrize("time", [1, 2])
def test_two_people_save_one_fiche(together, porteur, last_first, time):
    action = make.draft(porteur)
    both = together(of(porteur, "un", "Premier"), of(porteur, "deux", "Second"))
    both.open(address(action), address(action))
    kept = Change.objects.of(action).count()
    typed = ["Ceux du premier", "Ceux du second"]
    pages = both.press(
        *(("objectifs", {"objectifs": text}) for text in typed), last_first=last_first
    )
    [[first], [second]] = said(
        pages, SAVED, "a enregistré cette fiche pendant que vous la modifiiez"
    )
    assert typed[second] in pages[second].text
    assert ["Camille Premier", "Camille Second"][first] in pages[second].text
    saved = make.fresh(action)
    assert (saved.objectifs, saved.version) == (typed[first], action.version + 1)
    assert Change.objects.of(action).count() == kept + 1


def test_one_saves_while_another_submits(together, porteur, last_first):
    action = make.draft(porteur)
    both = together(of(porteur, "un", "Premier"), of(porteur, "deux", "Second"))
    both.open(address(action), *pages_of(action, "submit"))
    pages = both.press(
        ("objectifs", {"objectifs": "Au dernier moment"}), ("comment", {}), last_first=last_first
    )
    saved, refused, sent = said(
        pages, SAVED, "Rien n’a été enregistré : cette fiche ne peut p", SENT
    )
    assert (len(saved) + len(refused), sent) == (1, [1])
    after = make.fresh(action)
    assert after.state == State.SUBMITTED
    assert after.objectifs == ("Au dernier moment" if saved else action.objectifs)
    assert saved or "Au dernier moment" in pages[0].text


def test_two_people_validate(together, porteur, last_first):
    action = make.offer(porteur, "submitted")
    both = together(make.staff(), make.staff("autre", "Autre"))
    both.open(*pages_of(action, "validate", "validate"))
    pages = both.press(("comment", {}), ("comment", {}), last_first=last_first)
    [[first], [second]] = said(
        pages, VALIDATED, "« Valider » n’est pas possible : la fiche est « validée »."
    )
    assert first != second
    assert [p.number for p in Publication.objects.of(action)] == [1]
    assert moves(action).count("validate") == 1


def test_one_validates_while_the_porteur_takes_back(together, porteur, last_first):
    action = make.offer(porteur, "submitted")
    both = together(make.staff(), make.member(porteur))
    both.open(*pages_of(action, "validate", "take_back"))
    pages = both.press(("comment", {}), ("csrfmiddlewaretoken", {}), last_first=last_first)
    validated, taken_back, refused = said(
        pages, VALIDATED, TAKEN_BACK, "n’est pas possible : la fiche est"
    )
    assert sorted(validated + taken_back + refused) == [0, 1]
    assert len(refused) == 1
    after = make.fresh(action)
    assert after.state == (State.VALIDATED if validated else State.DRAFT)
    assert Publication.objects.of(action).count() == len(validated)
    assert moves(action)[0] == ("validate" if validated else "take_back")


def test_two_submit_for_the_last_places(together, porteur, last_first):
    attribution = make.attribution(porteur, places="15")
    one, two = (make.draft(porteur, attribution=attribution, places=10) for _ in range(2))
    both = together(of(porteur, "un", "Premier"), of(porteur, "deux", "Second"))
    both.open(*pages_of(one, "submit"), *pages_of(two, "submit"))
    pages = both.press(("comment", {}), ("comment", {}), last_first=last_first)
    [[first], [second]] = said(pages, SENT, "Il reste un point à corriger.")
    assert first != second
    assert "places" in pages[second].text
    states = [make.fresh(action).state for action in (one, two)]
    assert sorted(states) == [State.DRAFT, State.SUBMITTED]
    assert states[first] == State.SUBMITTED
    assert Attribution.objects.get().places == 15
