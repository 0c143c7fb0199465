"""What every offer may name, in memory: accounts, organisations, sites, contacts, lots, codes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bench.generator.script import Account, Lotissement, Organisation, Person, Place
from core.dossiers.wording import EMPTY, say
from core.fasd.identifiants import grouped
from core.models import Famille, Terme
from core.rules import Kind
from core.rules.completeness import empty
from exports.lheo import annuaire as lheo
from exports.online.resolve import Resolution


@dataclass
class World:
    """The annuaire and the référentiels; `say` tells a value as the history keeps it."""

    seed: int
    today: date
    size: int  # sessions
    password: str = ""
    opened: datetime | None = None  # when the accounts were created
    staff: list[Account] = field(default_factory=list)
    others: list[Account] = field(default_factory=list)  # administrator, managers
    organisations: list[Organisation] = field(default_factory=list)
    attributions: list[Lotissement] = field(default_factory=list)
    open_days: list[dict] = field(default_factory=list)

    # Référentiels ---------------------------------------------------------------------

    @cached_property
    def terms(self):
        """Return {(famille, code): (libellé, édition, other data)}."""
        rows = Terme.objects.order_by("famille", "code").values_list(
            "famille", "code", "libelle", "edition", "donnees"
        )
        return {(famille, code): rest for famille, code, *rest in rows}

    @cached_property
    def codes(self):
        """Return the codes of each référentiel."""
        return {
            famille: [code for f, code in self.terms if f == famille] for famille in Famille.values
        }

    def term(self, famille, code):
        found = self.terms.get((famille, code))
        return f"{code} - {found[0]}" if found else code

    # Rows -----------------------------------------------------------------------------

    @cached_property
    def by_siret(self):
        return {o.siret: o for o in self.organisations}

    @cached_property
    def by_id(self):
        return {o.id: o for o in self.organisations}

    @cached_property
    def attribution(self):
        return {a.id: a for a in self.attributions}

    @cached_property
    def places(self) -> dict[str, Place]:
        return {str(p.id): p for o in self.organisations for p in o.places}

    @cached_property
    def people(self) -> dict[str, Person]:
        return {str(p.id): p for place in self.places.values() for p in place.people}

    def row(self, kind, key):
        """Return the name of a row, as its model says it."""
        if kind is Kind.SITE:
            place = self.places[str(key)]
            return (
                f"{place.id} - {place.nom_usage} - "
                f"{'Principal' if place.principal else 'Secondaire'}"
            )
        if kind is Kind.CONTACT:
            return str(self.people[str(key)])
        organisation = self.by_siret[key]
        return f"{organisation.raison_sociale} ({grouped(organisation.siret)})"

    @cached_property
    def _said(self):
        return {}

    def say(self, about, value):
        """Return a value in words; codes, dates and names were mostly said before."""
        if empty(value):
            return EMPTY
        if about.kind in (Kind.TEXT, Kind.LONG, Kind.URL, Kind.EMAIL, Kind.PHONE):
            return str(value)
        if about.kind is Kind.ROWS:
            return "\n".join(self._once(about, tuple(line.values()), [line]) for line in value)
        return self._once(about, tuple(value) if isinstance(value, list) else value, value)

    def _once(self, about, key, value):
        found = self._said.get((id(about), key))
        if found is None:
            found = self._said[id(about), key] = say(about, value, self)
        return found

    def remembered(self, profile):
        """Return what was written of the annuaire for a profile.

        See `bench.generator.diffusion`.
        """
        from bench.generator.diffusion import Remembered  # reads this module's neighbours

        kept = self.__dict__.setdefault("_remembered", {})
        return kept.get(profile.version) or kept.setdefault(profile.version, Remembered(profile))

    # Diffusion ------------------------------------------------------------------------

    @cached_property
    def resolution(self) -> Resolution:
        """Return the whole annuaire as diffusion reads it; see `exports.online.resolve`."""
        people = {
            key: lheo.Contact(p.nom, p.prenom, p.telephone, p.email, tuple(p.roles))
            for key, p in self.people.items()
            if p.roles != ["sofi"]
        }
        by_name = lambda found: sorted(found, key=lambda p: (p.nom, p.prenom, p.id))  # noqa: E731
        told = lambda found: tuple(people[str(p.id)] for p in by_name(found) if str(p.id) in people)  # noqa: E731
        sites, organismes, shown = {}, {}, {}
        for o in self.organisations:
            for place in o.places:
                if place.online:
                    sites[str(place.id)] = lheo.Site(
                        place.id, o.siret, place.values, told(place.people)
                    )
            speaks = next(
                (p for p in sorted(o.places, key=lambda p: (not p.principal, p.id)) if p.online),
                None,
            )
            if speaks:
                shown[o.id] = speaks.id
            if o.online:
                everyone = told([p for place in o.places for p in place.people])
                organismes[o.siret] = lheo.Organisme(
                    o.id, o.values, sites.get(str(shown.get(o.id))), everyone
                )
        return Resolution(
            lheo.Annuaire(
                organismes,
                sites,
                people,
                {key: lheo.Terme(found[0], found[1]) for key, found in self.terms.items()},
            ),
            {o.siret: o.id for o in self.organisations},
            {str(p.id): o.id for o in self.organisations for p in o.places},
            shown,
        )
