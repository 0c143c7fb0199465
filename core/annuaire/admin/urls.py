"""Addresses of the annuaire that are not those of a row."""

from core.accueil import counter_page
from core.annuaire.admin import certificates
from core.imports.annuaire import pages as imports
from core.personnes import pages as personnes
from core.referentiels import communes_page, terms_page
from core.sentinelle import pages as sentinelle


def urls(site):
    return [
        *terms_page.urls(site),
        *certificates.urls(site),
        *communes_page.urls(site),
        *counter_page.urls(site),
        *sentinelle.urls(site),
        *imports.urls(site),
        *personnes.urls(site),
    ]
