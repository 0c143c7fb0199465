"""Coherent objects, built by the moves that people make: `from tests import factories as make`."""

from tests.factories.annuaire import contact_of, etablissement, put_online, site
from tests.factories.annuaire import fill as fill_annuaire
from tests.factories.comptes import key, principal
from tests.factories.offers import (
    END,
    START,
    TO,
    agree,
    bring,
    draft,
    fill,
    fresh,
    offer,
    rows_of,
    save,
)
from tests.factories.people import PASSWORD, account, admin, manager, member, nobody, staff
from tests.factories.referentiels import (
    load_every_commune,
    load_referentiels,
    without_referentiels,
)
from tests.factories.region import YEAR, attribution, e2c, programmes, region, region_line, regional

__all__ = [
    "END",
    "PASSWORD",
    "START",
    "TO",
    "YEAR",
    "account",
    "admin",
    "agree",
    "attribution",
    "bring",
    "contact_of",
    "draft",
    "e2c",
    "etablissement",
    "fill",
    "fill_annuaire",
    "fresh",
    "key",
    "load_every_commune",
    "load_referentiels",
    "manager",
    "member",
    "nobody",
    "offer",
    "principal",
    "programmes",
    "put_online",
    "region",
    "region_line",
    "regional",
    "rows_of",
    "save",
    "site",
    "staff",
    "without_referentiels",
]
