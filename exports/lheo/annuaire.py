"""What an offer names outside its own fiches, as plain data resolved by the caller."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who may be named to the public, with its roles (`core.fasd.codes.ROLE_CONTACT`)."""

    nom: str
    prenom: str = ""
    telephone: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A site online: its number, the SIRET it belongs to, its online values and its contacts."""

    numero: int
    siret: str
    values: Mapping[str, Any]
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisme:
    """An établissement online.

    Its id, its online values, its principal site and every contact of its sites.
    """

    id: int
    values: Mapping[str, Any]
    principal: Site | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Terme:
    """Label and edition of a code of a référentiel."""

    libelle: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Annuaire:
    """Everything that some offers name; what is not online is not there."""

    organismes: Mapping[str, Organisme] = field(default_factory=dict)  # by SIRET
    sites: Mapping[str, Site] = field(default_factory=dict)  # by number, as payloads write it
    contacts: Mapping[str, Contact] = field(default_factory=dict)  # by number, as payloads write it
    termes: Mapping[tuple[str, str], Terme] = field(default_factory=dict)  # by (famille, code)

    def organisme_of(self, numero: str | None) -> Organisme | None:
        """Return the établissement of a site."""
        site = self.sites.get(numero)
        return self.organismes.get(site.siret) if site else None

    def terme(self, famille: str, code: str) -> Terme:
        return self.termes.get((famille, code), Terme())
