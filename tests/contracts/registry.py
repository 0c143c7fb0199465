"""Every address of the product, as its map says.

With what each owes to an organisation whose rows it could show.

An address names a row (another's answers 404), or none (it shows nothing of another's, and takes no
number of another's), or is exempt for a reason. An address that is none of these fails
`test_every_url`.
"""

from dataclasses import dataclass
from itertools import product

from django.apps import apps
from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, get_resolver, reverse

from core import plugins
from core.models import Famille
from core.statistics.counters import SITES
from tests.contracts import world
from workflows.lifecycle import MOVES

SECRET = (
    "son secret, tiré au sort et envoyé par courriel, dit à lui "
    "seul de quel compte il s’agit (tests/comptes)"
)
PUBLIC = "public : ce qui est en ligne, et rien d’autre (tests/calendars, tests/fiches)"
NO_ROW = "ne lit aucune ligne"
EXEMPT = {  # name, or route where there is none: why nothing there could be another's
    "favicon.ico": "renvoie à une image",
    "account_confirm_email": SECRET,
    "account_reset_password_from_key": SECRET,
    "compte_texte": "texte public, que le Cariforef écrit",
    "portes_ouvertes": PUBLIC,
    "portes_ouvertes_site": PUBLIC,
    "informations_collectives": PUBLIC,
    "gestion/(?P<url>.*)$": "répond 404 à tout ce qui n’a pas d’adresse",
    "gestion/r/<path:content_type_id>/<path:object_id>/": "fermée : répond 404 à tous (test_pages)",
    "admin:view_on_site": "fermée : répond 404 à tous (test_pages)",
} | {
    f"gestion/{m._meta.app_label}/{m._meta.model_name}/<path:object_id>/": (
        f"{NO_ROW} : renvoie à l’adresse de la fiche"
    )
    for m in admin.site._registry
}
KEYS = ("pk", "object_id")  # the parameter that names a row
ROWS_OF = {  # not of their own model
    "admin:session_en_ligne": "core.session",
    "admin:site_en_ligne": "core.site",
    "admin:site_certificat": "core.site",
    "admin:donnees_copie": "core.contact",
    "admin:donnees_effacer": "core.contact",
    "admin:exports_diffusion_preview": "workflows.publication",
    "admin:reconduire_campagne": "core.campagne",
    "admin:dupliquer_session": "core.session",
    "admin:reprendre_session": "core.session",
    "admin:dupliquer_action": "core.action",
    "admin:dupliquer_formation": "core.formation",
    "admin:equipe_inviter": "core.etablissement",
    "admin:voir_comme": "core.etablissement",
    "admin:saisie_oublier": "saisie.saisie",  # tests of core/saisie
    "admin:equipe_modifier": "core.membership",  # tests/comptes/equipe
    "admin:equipe_mouvement": "core.membership",
    "admin:equipe_invitation": "comptes.invitation",  # tests/comptes/equipe
    "mfa_remove_webauthn": "mfa.authenticator",
    "mfa_edit_webauthn": "mfa.authenticator",
}
SLUGS = {  # values of the parameters that name no row
    "move": list(MOVES),
    "tab": ["a-valider", "reponses", "a-moi"],
    "famille": Famille.values,
    "app_label": world.APPS,
    "code": [p.code for p in plugins.programmes()],
    "nature": ["contact"],
    "key": ["A1", "E1", "L1"],
    "geste": ["renvoyer", "annuler"],
    "nom": ["retirer", "transmettre", "relancer"],
}
NOT_PAGES = {  # of one's own account (what one typed and did not save: tests/fiches), or public
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:jsi18n",
    "admin:saisie_oublier",
    "admin:saisie_garder",
}


@dataclass(frozen=True)
class Url:
    """An address of the map: `name` as `reverse` takes it, or its route."""

    name: str
    params: tuple[str, ...]

    @property
    def key(self):
        return next((param for param in self.params if param in KEYS), None)

    @property
    def model(self) -> str | None:
        """Return the label of the model whose row it names."""
        prefixes = {
            f"admin:{m._meta.app_label}_{m._meta.model_name}_": m._meta.label_lower
            for m in admin.site._registry
        }
        return ROWS_OF.get(self.name) or next(
            (label for start, label in prefixes.items() if self.name.startswith(start)), None
        )

    @property
    def others(self):
        return [param for param in self.params if param != self.key]

    @property
    def exempt(self):
        return EXEMPT.get(self.name, "")

    @property
    def known(self):
        """Whether a test knows what to do with it."""
        return bool(self.exempt) or (
            not set(self.others) - set(SLUGS) and (self.key is None or self.model is not None)
        )

    @property
    def variants(self) -> list[dict]:
        """Return each set of values of the parameters that name no row."""
        values = product(*(SLUGS[param] for param in self.others))
        return [dict(zip(self.others, each, strict=True)) for each in values]

    def at(self, row=None, **others) -> str:
        """Return its address for a row, if it names one, with these values."""
        key = {} if row is None else {self.key: row.pk}
        return reverse(self.name, kwargs=others | key)

    def of(self, row=None) -> list[str]:
        """Return its addresses, for a row if it names one: one for each of its variants."""
        return [self.at(row, **variant) for variant in self.variants]


def urls() -> list[Url]:
    """Return every address that the product answers."""
    return [Url(*found) for found in walk(get_resolver("config.urls").url_patterns)]


def walk(patterns, route="", space="", before=()):
    for one in patterns:
        at, params = (
            route + str(one.pattern).removeprefix("^"),
            (*before, *one.pattern.regex.groupindex),
        )
        if isinstance(one, URLPattern):
            yield (f"{space}{one.name}" if one.name else at), params
        else:
            yield from walk(
                one.url_patterns, at, f"{space}{one.namespace}:" if one.namespace else space, params
            )


def of_rows() -> list[Url]:
    return [url for url in urls() if url.key and not url.exempt]


def of_no_row() -> list[Url]:
    return [url for url in urls() if not url.key and not url.exempt]


# The back-office ----------------------------------------------------------------------------


def pages() -> list[Url]:
    """Return the addresses of the back-office, those of one's own account apart (tests/comptes)."""
    named = [url for url in urls() if url.name.startswith("admin:")]
    return [url for url in named if url.name not in NOT_PAGES and not url.exempt]


def addresses_of(corner, *, without=()) -> list[str]:
    """Return every address of the rows of a corner; the endings `without` apart."""
    found = []
    for url in pages():
        if url.key is None or url.name.endswith(tuple(without)):
            continue
        for row in corner.rows.get(url.model, ()):
            found += url.of(row)
    return found


def addresses() -> list[str]:
    """Return every address that names no row."""
    return [at for url in pages() if url.key is None for at in url.of()]


# What a person may ask of them ---------------------------------------------------------------


def links(model) -> dict[str, str]:
    """Return the fields of a model that name a row: {field: label of its model}."""
    fields = [f for f in model._meta.get_fields() if isinstance(f, (ForeignKey, ManyToManyField))]
    return {f.name: f.related_model._meta.label_lower for f in fields}


def numbers(corner) -> dict[str, int]:
    """Return the number of a row of a corner for every name by which one could be asked."""
    models = [m for app in world.APPS for m in apps.get_app_config(app).get_models()]
    names = {
        name: m._meta.label_lower
        for m in models
        for name in (m._meta.model_name, f"{m._meta.model_name}s")
    }
    for model in models:
        names |= links(model)
    names |= {"choisis": "core.etablissement", "source": "core.session", "object_id": "core.action"}
    return {name: corner.rows[label][0].pk for name, label in names.items() if label in corner.rows}


def lists(url: Url):
    """Return the model whose list an address shows, or exports."""
    here = url.name.endswith(("_changelist", "_export")) and url.model
    return apps.get_model(here) if here else None


def asked(url: Url, corner) -> list[dict]:
    """Return what may follow a question mark: a search, a file, a counter."""
    files = [{"_format": "xlsx", "q": corner.word}] if url.name.endswith("_export") else []
    counters = (
        [{"compteur": c.code} for c in SITES] if url.name == "admin:annuaire_compteur" else []
    )
    words = [{"q": corner.word}] if url.name.endswith("_changelist") else []
    rows = (
        [numbers(corner)]
        if url.name.startswith("admin:") and not url.model and not url.params
        else []
    )
    return [{}, *files, *counters, *words, *rows]


def named(url: Url, corner) -> dict:
    """Return a query that names rows of a corner; a list takes them as filters."""
    model, rows = lists(url), corner.rows
    return (
        {name: rows[label][0].pk for name, label in links(model).items() if label in rows}
        if model
        else numbers(corner)
    )
