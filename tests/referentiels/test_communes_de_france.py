"""Every commune of France is known, and what became of the former ones."""

import pytest

from core.models import Famille, Terme
from core.referentiels.anciennes import successor_of, successors
from core.texts.departements import DEPARTEMENTS, departement_of
from tests import factories as make


@pytest.mark.django_db
def test_every_commune_is_loaded_beside_our_excerpt():
    make.load_every_commune()
    communes = Terme.objects.famille(Famille.COMMUNE)
    assert communes.count() > 34_900
    assert set(communes.filter(code__in=("79049", "2A004", "97411", "75056")).values_list(
        "libelle", flat=True,
    )) == {"Bressuire", "Ajaccio", "Saint-Denis", "Paris"}  # fmt: skip
    unknown = {code for code in communes.values_list("code", flat=True) if not departement(code)}
    assert unknown == {"98901"}  # Clipperton, where nobody trains


def departement(code):
    return departement_of(code) in DEPARTEMENTS


@pytest.mark.parametrize(
    ("code", "successor"),
    [("85307", "85001"), ("01003", "01165"), ("44109", ""), ("", ""), ("99999", "")],
)
def test_a_former_commune_has_a_successor(code, successor):
    assert successor_of(code) == successor


def test_a_successor_is_in_force():
    assert not {successor_of(code) for code in successors()} & set(successors())
