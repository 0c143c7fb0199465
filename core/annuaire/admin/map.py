"""A schematic map of a site, drawn here: the communes of the Région as dots, the site among them. No outside server."""

from dataclasses import dataclass
from math import cos, radians

from django.db.models import Q

from core.referentiels.communes import communes, distance, place_of

DEPARTEMENTS = ("44", "49", "53", "72", "85")
NAMED = {
    "44109": "Nantes",
    "49007": "Angers",
    "53130": "Laval",
    "72181": "Le Mans",
    "85191": "La Roche-sur-Yon",
}
WEST, EAST, SOUTH, NORTH = -2.65, 1.0, 46.2, 48.65
WIDTH = 420
SCALE = WIDTH / ((EAST - WEST) * cos(radians((SOUTH + NORTH) / 2)))
HEIGHT = round((NORTH - SOUTH) * SCALE)


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    name: str = ""


def placed(latitude, longitude, name="") -> Dot:
    """Return where a place falls on the map."""
    x = (float(longitude) - WEST) * cos(radians((SOUTH + NORTH) / 2)) * SCALE
    return Dot(round(x, 1), round((NORTH - float(latitude)) * SCALE, 1), name)


def site_map(site) -> dict | None:
    """Return the context of the map of a site, or nothing when it has no coordinates. One query."""
    if site.latitude is None or site.longitude is None:
        return None
    inside = WEST < site.longitude < EAST and SOUTH < site.latitude < NORTH
    within = Q(code=site.commune)
    for departement in DEPARTEMENTS:
        within |= Q(code__startswith=departement)
    rows = list(communes().filter(within).only("code", "libelle", "donnees"))
    commune = next((row for row in rows if row.code == site.commune), None)
    away = distance(site.latitude, site.longitude, commune)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "dots": [
            placed(*place_of(row)) for row in rows if place_of(row) and row.code[:2] in DEPARTEMENTS
        ],
        "towns": [
            placed(*place_of(row), NAMED[row.code])
            for row in rows
            if row.code in NAMED and place_of(row)
        ],
        "here": placed(site.latitude, site.longitude) if inside else None,
        "commune": commune.libelle if commune else "",
        "away": round(away) if away is not None else None,
        "latitude": site.latitude,
        "longitude": site.longitude,
    }
