"""The LHÉO path that a table of fields declares is where `exports.lheo` writes it.

One field at a time holds a sentinel, in an offer where every other field holds something ordinary:
the sentinel comes out at the declared path, and was not there before. A field that never leaves the
house says why (`internal`), and changes nothing of the document.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from itertools import combinations
from posixpath import normpath

import pytest
from lxml import etree

from core import plugins
from core.dossiers.rows import payload
from core.fasd import FASD
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.rules import Contexte, Fiche, Field, Kind, Level
from exports.lheo import build
from exports.lheo.annuaire import Annuaire, Contact, Organisme, Site
from exports.lheo.profiles import PROFILES, Profile

WORD = "Sentinelle"
SIRET = "13000511900032"
SENTINEL_SIRET = "26850242400297"
SHORT = 4  # characters at most of a code, which is the whole of a text or is not there


@dataclass(frozen=True)
class Trial:
    """What a field holds, ordinarily and as a sentinel, and how LHÉO may write the sentinel."""

    ordinary: object
    sentinel: object
    written: tuple[str, ...] = (WORD,)


BY_KIND = {
    Kind.TEXT: Trial("ordinaire", WORD),
    Kind.LONG: Trial("ordinaire", WORD),
    Kind.EMAIL: Trial("ordinaire@of.example", f"{WORD}@of.example"),
    Kind.URL: Trial("https://ordinaire.example", f"https://{WORD}.example"),
    Kind.PHONE: Trial("02 40 20 40 20", f"{WORD} 06"),
    Kind.FILE: Trial("ordinaire.pdf", f"{WORD}.pdf"),
    Kind.SITE: Trial("1", "2"),
    Kind.CONTACT: Trial("1", "2"),
    Kind.ETABLISSEMENT: Trial(SIRET, SENTINEL_SIRET),
    Kind.CODE: Trial("44109", "98765", ("98765",)),
    Kind.CODES: Trial(["44109"], ["98765"], ("98765",)),
    Kind.INTEGER: Trial(11, 77, ("77",)),
    Kind.AMOUNT: Trial(Decimal("11.50"), Decimal("77.25"), ("77.25",)),
    Kind.COORDINATE: Trial(Decimal("1.500000"), Decimal("7.772500"), ("7.772500",)),
    Kind.DATE: Trial(date(2026, 1, 12), date(2025, 11, 17), ("20251117", "17/11/2025")),
    Kind.TIME: Trial(time(9), time(13, 37), ("13h37",)),
    Kind.BOOLEAN: Trial(False, True, ("1",)),
}
BY_PLACE = {  # what LHÉO tells otherwise than by the code or the label of the value
    "F.cadre": Trial("continue", "initiale", ("1",)),
    "L.qualite": Trial("", "qualiopi", ("Qualiopi",)),
    "S.modalites_recrutement": Trial(["1"], ["2"], ("2",)),
    "S.periodes_inscription.type": Trial("inscription", "candidature", ("7",)),
}
BESIDE = {"L.qualiopi_fin": {"qualite": "qualiopi"}}  # without which a field is not told
REFERENCES = (Kind.SITE, Kind.CONTACT, Kind.ETABLISSEMENT)  # told by a whole element
BOTH_ENDS = "S.informations_collectives.date"  # the first and the last day of a `periode`


@dataclass(frozen=True, eq=False)
class Place:
    """A field, or a column of a small table, and the path where it is told."""

    field: Field
    column: Field | None = None

    @property
    def asked(self) -> Field:
        return self.column or self.field

    @property
    def path(self) -> str:
        if self.column is None:
            return self.field.lheo
        return normpath(f"{self.field.lheo}/{self.column.lheo}")

    @property
    def trial(self) -> Trial:
        return BY_PLACE.get(str(self)) or trial_of(self.asked)

    def __str__(self):
        column = f".{self.column.name}" if self.column else ""
        return f"{self.field.level}.{self.field.name}{column}"


def trial_of(field: Field) -> Trial:
    """Return the trial of a kind; of a choice, its first and last values, by code or in words."""
    if field.table is None:
        return BY_KIND[field.kind]
    first, *_, last = field.table
    written = (field.table.lheo_code(last), field.table[last])
    if field.kind is Kind.CHOICES:
        return Trial([first], [last], written)
    return Trial(first, last, written)


def places() -> list[Place]:
    """Return the places of the tables: a small table is told by its columns."""
    found = []
    for field in FIELDS:
        if field.columns:
            found += [Place(field, column) for column in field.columns]
        else:
            found.append(Place(field))
    return found


FIELDS = (*FASD, *ANNUAIRE_FIELDS)
PLACES = places()
TOLD = [place for place in PLACES if place.asked.lheo]
PATHS = sorted({place.path for place in TOLD})
INTERNAL = [place for place in PLACES if not place.asked.lheo]
every_profile = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.version)


# The offer, and its document ------------------------------------------------------------------


def values_of(level: Level, tried: Place | None) -> dict:
    """Return the values of the fiche of a level, with the sentinel of the place that is tried."""
    values = {}
    for place in PLACES:
        if place.field.level is not level:
            continue
        value = place.trial.sentinel if place is tried else place.trial.ordinary
        if place.column is None:
            values[place.field.name] = value
        else:
            [row] = values.setdefault(place.field.name, [{}])
            row[place.column.name] = value
    if tried and tried.field.level is level:
        values |= BESIDE.get(str(tried), {})
    return values


def offre(tried: Place | None) -> dict:
    """Return the payload of an offer with every field filled."""
    contexte = Contexte(aujourdhui=date(2025, 11, 1))
    fiche = None
    for level in (Level.DISPOSITIF, Level.SESSION, Level.ACTION, Level.FORMATION):
        children = (fiche,) if fiche else ()
        fiche = Fiche(level, f"{level}1", values_of(level, tried), children, contexte)
    return payload(fiche, "ordinaire")


def annuaire(tried: Place | None) -> Annuaire:
    """Return the annuaire that the offer names, and another of which everything is a sentinel."""
    etablissement = values_of(Level.ETABLISSEMENT, tried)
    values = values_of(Level.SITE, tried)
    person = Contact("Ordinaire")
    site = Site(1, SIRET, values, (person,))
    other_site = Site(2, SENTINEL_SIRET, values | {"nom_usage": WORD})
    other = etablissement | {"siret": SENTINEL_SIRET, "raison_sociale": WORD}
    return Annuaire(
        organismes={
            SIRET: Organisme(1, etablissement, site, (person,)),
            SENTINEL_SIRET: Organisme(2, other, other_site),
        },
        sites={"1": site, "2": other_site},
        contacts={"1": person, "2": Contact(WORD)},
    )


@cache
def document(profile: Profile, tried: Place | None = None) -> etree._Element:
    """Return the LHÉO formation of the offer, with a sentinel in one place or in none."""
    [group] = build.groups(offre(tried), annuaire(tried), profile, prefix="52")
    written = group.head + "".join(text for _, text in group.sessions) + group.tail
    lheo = f'<lheo xmlns="{profile.grammar.namespace}">{written}</lheo>'
    return etree.fromstring(lheo.encode())[0]


def xpath(path: str) -> str:
    """Return a path as XPath: `extra[x]` is the one whose `info` is x, `code[1]` is the first."""
    steps = [f"l:{step}" for step in path.split("/")]
    return re.sub(r"\[([^]\d][^]]*)\]", r"[@info='\1']", "/".join(steps))


def is_told(place: Place, path: str, profile: Profile, tried: Place | None) -> bool:
    """Whether the sentinel of a place stands at a path of a document.

    Only what is told by a whole element may stand below the path: any other path ends at a text.
    """
    namespaces = {"l": profile.grammar.namespace}
    in_parts = place.asked.kind in REFERENCES or str(place) == BOTH_ENDS
    for element in document(profile, tried).xpath(xpath(path), namespaces=namespaces):
        if len(element) and not in_parts:
            continue
        for text in element.itertext():
            if any(is_in(word, text) for word in place.trial.written):
                return True
    return False


def is_in(word: str, text: str) -> bool:
    return word == text or (len(word) > SHORT and word in text)


def tells(place: Place, path: str, profile: Profile) -> bool:
    """Whether a path tells the sentinel of a place, and told nothing of it before."""
    return is_told(place, path, profile, place) and not is_told(place, path, profile, None)


# The contract -----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", [f for f in FIELDS if f.columns], ids=lambda f: f.name)
def test_a_small_table_has_a_path(field):
    assert field.lheo


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_field_has_a_path_or_a_reason_to_stay_inside(place):
    assert bool(place.asked.lheo) != bool(place.asked.internal)


@every_profile
@pytest.mark.parametrize("place", TOLD, ids=str)
def test_a_field_is_told_at_its_path(place, profile):
    assert tells(place, place.path, profile)


@every_profile
@pytest.mark.parametrize("place", INTERNAL, ids=str)
def test_an_internal_field_changes_nothing(place, profile):
    assert etree.tostring(document(profile, place)) == etree.tostring(document(profile))


@every_profile
def test_two_paths_that_are_swapped_are_found_out(profile):
    told_at = {place: {path for path in PATHS if tells(place, path, profile)} for place in TOLD}
    unseen = [
        (str(one), str(other))
        for one, other in combinations(TOLD, 2)
        if one.path != other.path and other.path in told_at[one] and one.path in told_at[other]
    ]
    assert unseen == []


@pytest.mark.parametrize("programme", plugins.programmes(), ids=lambda p: p.code)
def test_a_programme_moves_no_path_and_its_own_fields_go_by_its_extras(programme):
    for field in programme.fields:
        assert field.lheo == (FASD[field.name].lheo if field.name in FASD else "")
