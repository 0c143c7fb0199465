"""A schematic map of a site, drawn here: the communes of its région as dots, the site among them.

No outside server. The frame follows from the communes: an installation may serve several régions.
"""

from dataclasses import dataclass
from math import cos, radians

from django.db.models import Q

from core.models import Site
from core.referentiels.communes import communes, distance, place_of
from core.texts.departements import PREFECTURES, departements_around

WIDTH = 420
MARGIN = 0.08  # degrees, around the centres of the communes


@dataclass(frozen=True, slots=True)
class Dot:
    """A place of the map, from its top left corner."""

    x: float
    y: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows, in degrees: never taller than wide."""

    west: float
    east: float
    south: float
    north: float

    @property
    def shrink(self) -> float:
        """Return how long a degree of longitude is, to one of latitude."""
        return cos(radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        return WIDTH / ((self.east - self.west) * self.shrink)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale)

    def holds(self, latitude, longitude) -> bool:
        return self.west < longitude < self.east and self.south < latitude < self.north

    def dot(self, latitude, longitude, name="") -> Dot:
        """Return where a place falls on the map."""
        x = (float(longitude) - self.west) * self.shrink * self.scale
        y = (self.north - float(latitude)) * self.scale
        return Dot(round(x, 1), round(y, 1), name)


def frame_of(places) -> Frame:
    """Return the frame that holds these places (latitude, longitude)."""
    latitudes = [latitude for latitude, _ in places]
    longitudes = [longitude for _, longitude in places]
    south = min(latitudes) - MARGIN
    north = max(latitudes) + MARGIN
    west = min(longitudes) - MARGIN
    east = max(longitudes) + MARGIN
    least = (north - south) / cos(radians((south + north) / 2))
    lacking = max(least - (east - west), 0)
    return Frame(west - lacking / 2, east + lacking / 2, south, north)


def communes_around(site: Site) -> list:
    """Return the communes of the région of a site, and its own. One query."""
    wanted = Q(code=site.commune)
    for departement in departements_around(site.commune or site.code_postal):
        wanted |= Q(code__startswith=departement)
    return list(communes().filter(wanted).only("code", "libelle", "donnees"))


def site_map(site: Site) -> dict | None:
    """Return the context of the map of a site.

    None without its coordinates, or when no commune of its région is known.
    """
    if site.latitude is None or site.longitude is None:
        return None
    terms = communes_around(site)
    places = {terme.code: place_of(terme) for terme in terms if place_of(terme)}
    if not places:
        return None
    frame = frame_of(places.values())
    names = {terme.code: terme.libelle for terme in terms}
    own = next((terme for terme in terms if terme.code == site.commune), None)
    away = distance(site.latitude, site.longitude, own)
    inside = frame.holds(site.latitude, site.longitude)
    return {
        "width": WIDTH,
        "height": frame.height,
        "dots": [frame.dot(*place) for place in places.values()],
        "towns": [
            frame.dot(*place, names[code]) for code, place in places.items() if code in PREFECTURES
        ],
        "here": frame.dot(site.latitude, site.longitude) if inside else None,
        "commune": names.get(site.commune, ""),
        "away": None if away is None else round(away),
    }
