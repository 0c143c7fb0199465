"""A site and its commune: postal code and commune choosing each other, coordinates, and what to say of them."""

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
    near = communes().filter(code__startswith=departement_of(code)[:2]).order_by("libelle")
    return [terme for terme in near if code in terme.donnees.get("codes_postaux", ())]


def as_json(terme: Terme) -> dict:
    return {
        "code": terme.code,
        "libelle": terme.libelle,
        "codes_postaux": terme.donnees.get("codes_postaux", []),
        "bureau": terme.libelle.upper()[:50],
        "longitude": terme.donnees.get("longitude"),
        "latitude": terme.donnees.get("latitude"),
    }


def kilometres(one, other) -> float:
    """Return how far two (latitude, longitude) are from each other."""
    (lat1, lon1), (lat2, lon2) = (map(radians, map(float, place)) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def place_of(terme) -> tuple | None:
    """Return the (latitude, longitude) of the centre of a commune, if its row says it."""
    found = (
        (terme.donnees.get("latitude"), terme.donnees.get("longitude")) if terme else (None, None)
    )
    return None if None in found else found


def distance(latitude, longitude, terme) -> float | None:
    """Return how far a place is from the centre of a commune, in kilometres."""
    centre = place_of(terme)
    if centre is None or latitude is None or longitude is None:
        return None
    return kilometres((latitude, longitude), centre)


def complete(site, *, changed=()) -> None:
    """Fill what the commune or the postal code of a site tells: what is empty, and coordinates left from another commune."""
    terme = communes().filter(code=site.commune).first() if site.commune else None
    if terme is None and not site.commune and site.code_postal:
        found = of_postal_code(site.code_postal)
        terme = found[0] if len(found) == 1 else None
        site.commune = terme.code if terme else ""
    if terme is None:
        return
    codes = terme.donnees.get("codes_postaux", [])
    if not site.code_postal and len(codes) == 1:
        site.code_postal = codes[0]
    site.bureau_distributeur = site.bureau_distributeur or terme.libelle.upper()[:50]
    moved = "commune" in changed and not {"latitude", "longitude"} & set(changed)
    centre = place_of(terme)
    if centre and (moved or site.latitude is None or site.longitude is None):
        site.latitude, site.longitude = (Decimal(str(x)) for x in centre)


def site_issues(site: Fiche) -> list[Issue]:
    """Advise what the commune's row contradicts: the postal code, the coordinates."""
    terme = communes().filter(code=site["commune"]).first() if site["commune"] else None
    return [*_postal_code(site, terme), *_coordinates(site, terme)] if terme else []


def _postal_code(site, terme):
    """Say that a postal code is not one of its commune's; a CEDEX code is not, and is right."""
    known, postal = terme.donnees.get("codes_postaux", []), site["code_postal"]
    if known and postal and postal not in known:
        message = (
            f"Le code postal {postal} n’est pas l’un de ceux de {terme.libelle} ({', '.join(known)}) : "
            "vérifiez-le, sauf si c’est un CEDEX."
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
