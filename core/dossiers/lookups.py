"""What a dossier asks of the base beside its own rows.

Asked one at a time, or read together for many dossiers.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Sum

from core.models import AccordRegion, Action, Dispositif, Etablissement, Famille, Site, Terme
from core.referentiels import certifinfo
from workflows.lifecycle import State
from workflows.models import Publication

ENGAGED = (State.SUBMITTED, State.QUESTIONED, State.VALIDATED)


def engaged() -> Q:
    """Select the dispositifs whose places are taken.

    Those of offers that are sent, validated or online.
    """
    return Q(session__action__state__in=ENGAGED) | Q(session__action__online_number__isnull=False)


def places_of(**attributions):
    """Return the dispositifs that count for attributions.

    Of sessions that are kept, of actions that are not archived.
    """
    rows = Dispositif.objects.filter(session__retiree_le=None, **attributions)
    return rows.exclude(session__action__state=State.ARCHIVED)


def _taken(attributions) -> dict[int, dict[int, int]]:
    """Return the places that each action has taken, by attribution."""
    dispositifs = places_of(session__action__attribution__in=attributions).filter(engaged())
    rows = (
        dispositifs.order_by()
        .values_list("session__action__attribution", "session__action")
        .annotate(total=Sum("places"))
    )
    taken: dict[int, dict[int, int]] = {}
    for attribution, action, places in rows:
        taken.setdefault(attribution, {})[action] = places or 0
    return taken


class Lookups:
    """Asks the base each time."""

    def etablissement(self, siret):
        return Etablissement.objects.filter(siret=siret).first()

    def certification(self, code):
        """Return the row of our Certifinfo table, or nothing."""
        if not code:
            return None
        return Terme.objects.famille(Famille.CERTIFINFO).filter(code=code).first()

    def archived(self, code):
        """Return what became of an archived certification, or nothing."""
        return certifinfo.archived([code]).get(code)

    def site_principal(self, etablissement):
        return etablissement.sites.filter(principal=True, actif=True).first()

    def places_taken(self, attribution: int) -> dict[int, int]:
        """Return the places of an attribution that each action has taken.

        Sent, validated or online.
        """
        return _taken([attribution]).get(attribution, {})

    def publication(self, action):
        """Return the latest publication of an action, online or not, or nothing."""
        return action.publications().first() if action.pk else None

    def accord(self, action, publication) -> bool:
        """Whether the Région's agreement to what follows a publication was recorded."""
        return action.accords.filter(publication=publication.number).exists()


ONE_BY_ONE = Lookups()


class ReadTogether(Lookups):
    """Answers from what was read at once, a few queries; what was not foreseen is asked, once."""

    def __init__(
        self,
        *,
        etablissements=(),
        certifications=(),
        porteurs=(),
        actions=(),
        attributions=(),
    ):
        """Read for these rows at once.

        Établissements already read, codes, keys of établissements, actions, keys of attributions.
        """
        self.etablissements = {row.siret: row for row in etablissements}
        self.certifications = _certifications({code for code in certifications if code})
        self.archives: dict = {}  # read together when one is asked for
        self.principaux = _principaux(porteurs)
        self.taken = {pk: {} for pk in attributions}
        if attributions:
            self.taken |= _taken(attributions)
        self.publications = _latest_publications([action.pk for action in actions])
        published = [action for action, row in self.publications.items() if row is not None]
        self.accords = _accords(published)

    def etablissement(self, siret):
        if siret not in self.etablissements:
            self.etablissements[siret] = super().etablissement(siret)
        return self.etablissements[siret]

    def certification(self, code):
        if code not in self.certifications:
            self.certifications[code] = super().certification(code)
        return self.certifications[code]

    def archived(self, code):
        if code not in self.archives:
            codes = {code, *self.certifications} - {*self.archives}
            self.archives |= dict.fromkeys(codes) | certifinfo.archived(codes)
        return self.archives[code]

    def site_principal(self, etablissement):
        if etablissement.pk not in self.principaux:
            self.principaux[etablissement.pk] = super().site_principal(etablissement)
        return self.principaux[etablissement.pk]

    def places_taken(self, attribution):
        if attribution not in self.taken:
            self.taken[attribution] = super().places_taken(attribution)
        return self.taken[attribution]

    def publication(self, action):
        if action.pk in self.publications:
            return self.publications[action.pk]
        return super().publication(action)

    def accord(self, action, publication):
        if action.pk not in self.publications:
            return super().accord(action, publication)
        return (action.pk, publication.number) in self.accords


def _certifications(codes) -> dict[str, Terme | None]:
    """Return the rows of our Certifinfo table by code, None for those that it lacks."""
    rows = dict.fromkeys(codes)
    if codes:
        for terme in Terme.objects.famille(Famille.CERTIFINFO).filter(code__in=codes):
            rows[terme.code] = terme
    return rows


def _principaux(etablissements) -> dict[int, Site | None]:
    """Return the main site of each établissement, None for those that have none."""
    sites = dict.fromkeys(etablissements)
    if etablissements:
        rows = Site.objects.filter(etablissement__in=etablissements, principal=True, actif=True)
        for site in reversed(rows.order_by(*Site._meta.ordering, "pk")):
            sites[site.etablissement_id] = site
    return sites


def _latest_publications(actions) -> dict[int, Publication | None]:
    """Return the latest publication of each action, None for those that have none."""
    latest = dict.fromkeys(actions)
    if not actions:
        return latest
    publications = Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(Action),
        object_id__in=actions,
    )
    keys = dict(publications.order_by("number").values_list("object_id", "pk"))
    rows = Publication.objects.in_bulk(keys.values()) if keys else {}
    for action, pk in keys.items():
        latest[action] = rows[pk]
    return latest


def _accords(actions) -> set[tuple[int, int]]:
    """Return the (action, publication) that the Région let change."""
    if not actions:
        return set()
    rows = AccordRegion.objects.filter(action__in=actions)
    return set(rows.values_list("action", "publication"))
