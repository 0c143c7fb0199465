"""Addresses of the annuaire that are not those of a row."""

from core.accueil import counter_page as annuaire_compteur
from core.annuaire.admin import certificates as annuaire_files
from core.imports.annuaire import pages as annuaire_import
from core.personnes import pages as annuaire_personnes
from core.referentiels import communes_page as annuaire_communes
from core.referentiels import terms_page as annuaire_termes
from core.sentinelle import pages as annuaire_sentinelle

PARTS = (
    annuaire_termes, annuaire_files, annuaire_communes, annuaire_compteur, annuaire_sentinelle, annuaire_import,
    annuaire_personnes,
)  # fmt: skip


def urls(site):
    return [page for part in PARTS for page in part.urls(site)]
