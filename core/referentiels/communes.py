"""A site and its commune: its postal code, its coordinates, and what to say of them."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from core.models import Famille, Terme
from core.rules import Fiche, Issue
from core.texts.departements import departement_of

FAR = 15  # km from the centre of its commune, above which a site is perhaps elsewhere
EARTH = 6371  # km


def communes():
    return Terme.objects.famille(Famille.COMMUNE).filter(valide_au=None)


def of_postal_code(code: str) -> list[Terme]:
    """Return the communes that a postal code serves."""
    if len(code) != 5 or not code.isascii() or not code.isdigit():
        return []
    # Two characters: the postal codes of Saint-Barthélemy and Saint-Martin are Guadeloupe's.
    departement = departement_of(code)[:2]
    near = communes().filter(code__startswith=departement).order_by("libelle")
    return [terme for terme in near if code in postal_codes(terme)]


def postal_codes(terme: Terme) -> list[str]:
    return terme.donnees.get("codes_postaux", [])


def as_json(terme: Terme) -> dict:
    return {
        "code": terme.code,
        "libelle": terme.libelle,
        "codes_postaux": postal_codes(terme),
        "bureau": bureau(terme),
        "longitude": terme.donnees.get("longitude"),
        "latitude": terme.donnees.get("latitude"),
    }


def bureau(terme: Terme) -> str:
    """Return the bureau distributeur of a commune, which takes 50 characters."""
    return terme.libelle.upper()[:50]


def kilometres(one, other) -> float:
    """Return how far two (latitude, longitude) are from each other: the haversine formula."""
    latitude, longitude = _in_radians(one)
    other_latitude, other_longitude = _in_radians(other)
    north = sin((other_latitude - latitude) / 2) ** 2
    east = sin((other_longitude - longitude) / 2) ** 2
    half = north + cos(latitude) * cos(other_latitude) * east
    return 2 * EARTH * asin(sqrt(half))


def _in_radians(place) -> tuple[float, float]:
    latitude, longitude = place
    return radians(float(latitude)), radians(float(longitude))


def place_of(terme) -> tuple | None:
    """Return the (latitude, longitude) of the centre of a commune, if its row says it."""
    if terme is None:
        return None
    latitude = terme.donnees.get("latitude")
    longitude = terme.donnees.get("longitude")
    if latitude is None or longitude is None:
        return None
    return latitude, longitude


def distance(latitude, longitude, terme) -> float | None:
    """Return how far a place is from the centre of a commune, in kilometres."""
    centre = place_of(terme)
    if centre is None or latitude is None or longitude is None:
        return None
    return kilometres((latitude, longitude), centre)


def complete(site, *, changed=()) -> None:
    """Fill what the commune or the postal code of a site tells.

    What is empty, and coordinates left from another commune.
    """
    terme = _commune(site.commune) or _only_commune(site)
    if terme is None:
        return
    site.commune = terme.code
    codes = postal_codes(terme)
    if not site.code_postal and len(codes) == 1:
        site.code_postal = codes[0]
    if not site.bureau_distributeur:
        site.bureau_distributeur = bureau(terme)
    moved = "commune" in changed and not {"latitude", "longitude"} & set(changed)
    centre = place_of(terme)
    if centre and (moved or site.latitude is None or site.longitude is None):
        latitude, longitude = centre
        site.latitude = Decimal(str(latitude))
        site.longitude = Decimal(str(longitude))


def _commune(code) -> Terme | None:
    return communes().filter(code=code).first() if code else None


def _only_commune(site) -> Terme | None:
    """Return the only commune that the postal code of a site serves, when the site has none."""
    if site.commune or not site.code_postal:
        return None
    served = of_postal_code(site.code_postal)
    return served[0] if len(served) == 1 else None


def site_issues(site: Fiche) -> list[Issue]:
    """Advise what the commune's row contradicts: the postal code, the coordinates."""
    terme = _commune(site["commune"])
    if terme is None:
        return []
    return [*_postal_code(site, terme), *_coordinates(site, terme)]


def _postal_code(site, terme):
    """Say that a postal code is not one of its commune's; a CEDEX code is not, and is right."""
    codes = postal_codes(terme)
    postal = site["code_postal"]
    if codes and postal and postal not in codes:
        message = (
            f"Le code postal {postal} n’est pas l’un de ceux de {terme.libelle} "
            f"({', '.join(codes)}) : vérifiez-le, sauf si c’est un CEDEX."
        )
        yield Issue(
            "site.code_postal",
            site.path("code_postal"),
            message,
            blocking=False,
            source="INSEE",
        )


def _coordinates(site, terme):
    away = distance(site["latitude"], site["longitude"], terme)
    if away is not None and away > FAR:
        message = (
            f"Les coordonnées placent le site à {round(away)} km du centre de {terme.libelle} : "
            "vérifiez la longitude et la latitude."
        )
        yield Issue(
            "site.coordonnees",
            site.path("longitude"),
            message,
            blocking=False,
            source="INSEE",
        )
