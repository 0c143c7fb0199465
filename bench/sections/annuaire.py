"""The annuaire: lists, searches and choosers.

With a handful of établissements and with thousands.
"""

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from bench.compare import columns, compared, either
from bench.world import Queries, client_of, clock, got, ms, people
from core.models import Action, Alerte, Etablissement, Site
from core.sentinelle.passing import passer

TITLE = "Annuaire, petit et grand"
ABOUT = """
Les listes, les recherches et les listes de choix de l’annuaire, pour le Cariforef et pour un
organisme. La base de 200 000 sessions a 5 000 établissements et 9 507 sites, celle de 2 000 en a 50
et 82. Chaque recherche prend des mots qui sont dans la base : un nom, un SIRET, une commune. Une
recherche qui trouve plus montre plus de lignes.

La sentinelle passe d’abord sur chaque base (une transaction, défaite ensuite) : l’accueil et la
page « À vérifier » portent ce qu’elle y trouve. Son passage relit tout l’annuaire : sa durée suit
le nombre d’établissements ; « Lignes » : les points trouvés.
"""


def sizes(small, big):
    return [small, big]


def measure(bases):
    with bases.changed():
        night = passage(bases)
        return {"columns": columns(bases.sizes), "rows": [*visited(bases), night]}


def passage(bases):
    """Return the line of the nightly passage of the sentinelle."""
    times, counts, points = [], [], []
    for size in bases.sizes:
        bases.use(size)
        with Queries() as queries:
            times.append(clock(passer))
        counts.append(queries.count)
        points.append(Alerte.objects.count())
    small, big = times
    return [
        "la nuit",
        "Passage de la sentinelle",
        ms(small),
        ms(big),
        f"{big / small:.2f}",
        "—",
        either(counts),
        either(points),
    ]


def visited(bases):
    """Return the lines of the pages."""
    found = {}  # (who, page) → size → visit
    for size in bases.sizes:
        bases.use(size)
        for who, user in people().items():
            client = client_of(user)
            for name, url in pages(user, who).items():
                found.setdefault((who, name), {})[size] = partial(got, client, url)
    in_both = {place: visits for place, visits in found.items() if len(visits) == len(bases.sizes)}
    return [compared(bases, who, name, visits) for (who, name), visits in in_both.items()]


def pages(user, who):
    """Return the addresses of the annuaire, with words that are found in this base."""
    mine = Etablissement.objects.allowed(user, "view").order_by("pk")
    row, site = mine.first(), Site.objects.allowed(user, "view").order_by("pk").first()
    etablissements, sites = (
        reverse(f"admin:core_{name}_changelist") for name in ("etablissement", "site")
    )
    found = {
        "Accueil": reverse("admin:index"),
        "Établissements": etablissements,
        "recherche d’un nom": search(etablissements, row.raison_sociale),
        "recherche d’un SIRET": search(etablissements, row.siret),
        "recherche d’un domaine (Formacode)": search(etablissements, "accompagnement"),
        "recherche d’une ville": search(etablissements, site.bureau_distributeur),
        "Sites": sites,
        "recherche d’une commune": search(sites, site.bureau_distributeur),
        "Contacts": reverse("admin:core_contact_changelist"),
        "À vérifier (sentinelle)": reverse("admin:sentinelle"),
        "Dossier d’un établissement": reverse("admin:core_etablissement_dossier", args=[row.pk]),
        "Choix d’un domaine : chercher": search(
            reverse("admin:termes_chercher", args=["formacode"]), "accompagnement"
        ),
        "Choix d’un domaine : arbre": reverse("admin:termes_arbre", args=["formacode"]),
        "Choix d’une commune": reverse("admin:communes") + "?code_postal=44000",
        "Palette : un nom": search(reverse("admin:search"), row.raison_sociale, by="s"),
    }
    draft = Etablissement.objects.allowed(user, "change").order_by("pk").first()
    if draft:
        found["Fiche d’un établissement"] = reverse(
            "admin:core_etablissement_change", args=[draft.pk]
        )
    if who == "Cariforef":
        of_an_action = {
            "app_label": "core",
            "model_name": Action._meta.model_name,
            "field_name": "porteur",
        }
        found["Choix d’un établissement"] = (
            reverse("admin:autocomplete") + "?" + urlencode({"term": "formation"} | of_an_action)
        )
    return found


def search(url, words, by="q"):
    return f"{url}?{urlencode({by: words})}"
