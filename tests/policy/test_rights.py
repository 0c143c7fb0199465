"""The table of rights, said a second time, and tried on the rows of two organisations."""

import pytest
from django.utils import timezone

from core import policy
from core.comptes.models import Invitation
from core.models import (
    Action,
    Alerte,
    Attribution,
    Campagne,
    Contact,
    Dispositif,
    Etablissement,
    Formation,
    Lot,
    Membership,
    PorteOuverte,
    Session,
    Site,
)
from tests import factories as make
from workflows.lifecycle import MOVES

pytestmark = pytest.mark.django_db

# tests/contracts/test_moves.py says the moves. All the rows, some of them, or none, for an
# organisation, the Cariforef, the manager of a programme, the administrator.
ROWS = """
action                  view             some  all   some  all
action                  change           some  some  none  none
action                  change_porteur   none  all   none  none
action                  add_private      some  none  none  none
formation               view             some  all   some  all
formation               change           some  some  none  none
session                 view             some  all   some  all
session                 change           some  some  none  none
session                 delete           some  some  none  none
dispositif              view             some  all   some  all
dispositif              change           some  some  none  none
dispositif              delete           some  some  none  none
etablissement           view             some  all   all   all
etablissement           change           some  some  none  none
etablissement           confirm          some  all   none  none
etablissement           manage_accounts  some  all   none  all
site                    view             some  all   all   all
site                    read_file        some  all   none  all
site                    change           some  some  none  none
site                    confirm          some  all   none  none
contact                 view             some  all   all   all
contact                 change           some  all   none  all
contact                 confirm          some  all   none  all
contact                 delete           some  all   none  all
porteouverte            view             some  all   none  all
porteouverte            change           some  all   none  all
porteouverte            delete           some  all   none  all
alerte                  view             some  all   none  all
effacement              view             none  all   none  all
campagne                view             none  all   some  all
campagne                change           none  none  some  all
campagne                configure        none  none  some  all
lot                     view             none  all   some  all
lot                     change           none  none  some  all
attribution             view             some  all   some  all
attribution             enter            some  some  none  none
terme                   view             all   all   all   all
remplacementcertifinfo  view             none  all   none  all
publication             view             none  all   none  all
cleactivation           view             none  all   none  all
cleactivation           revoke           none  all   none  all
demandecle              view             none  all   none  all
texte                   view             none  all   none  all
texte                   change           none  all   none  all
texte                   delete           none  all   none  all
evenement               view             none  all   none  all
invitation              manage           some  all   none  all
user                    view             none  none  none  all
user                    change           none  none  none  all
membership              view             none  none  none  all
membership              change           none  none  none  all
membership              delete           none  none  none  all
membership              manage           some  some  none  all
"""
ADD = """
formation     organisme  cariforef
action        organisme  cariforef
session       organisme  cariforef
dispositif    organisme  cariforef
etablissement            cariforef
site          organisme  cariforef
contact       organisme  cariforef                administrateur
porteouverte  organisme  cariforef                administrateur
campagne                            gestionnaire  administrateur
texte                    cariforef                administrateur
user                                              administrateur
membership                                        administrateur
"""
PAGES = """
import_region         cariforef                administrateur
validation            cariforef
cles                  cariforef                administrateur
voir_comme            cariforef                administrateur
essayer               cariforef  gestionnaire  administrateur
extensions            cariforef                administrateur
export_lheo           cariforef                administrateur
annuaire              cariforef                administrateur
donnees_personnelles  cariforef                administrateur
effacer                                        administrateur
"""


def table(text) -> list[tuple]:
    return [tuple(line.split()) for line in text.strip().splitlines()]


def name(model) -> str:
    return model._meta.model_name


@pytest.fixture
def owner():
    return make.etablissement("Alpha", online=False)


@pytest.fixture
def roles(owner):
    """Return an account of each role, in the order of the tables."""
    return {
        "organisme": make.member(owner),
        "cariforef": make.staff(),
        "gestionnaire": make.manager(make.regional()),
        "administrateur": make.admin(),
    }


def test_all_the_rows_some_of_them_or_none(roles):
    words = {str(policy.EVERYTHING): "all", str(policy.NOTHING): "none"}
    rights = [
        (name(model), action, *words_of(roles, model, action, words))
        for model, lines in policy.RULES.items()
        for action in lines
        if action not in MOVES
    ]
    assert sorted(rights) == sorted(table(ROWS))


def words_of(roles, model, action, words) -> list[str]:
    rows = [policy.rows(model, user, action) for user in roles.values()]
    return [words.get(str(condition), "some") for condition in rows]


def test_who_may_add(roles):
    rights = [
        (name(model), *(role for role, user in roles.items() if policy.may_add(user, model)))
        for model in policy.ADD
    ]
    assert rights == table(ADD)


def test_who_may_open_a_page(roles):
    rights = [
        (page, *(role for role, user in roles.items() if policy.may_open(user, page)))
        for page in policy.PAGES
    ]
    assert rights == table(PAGES)


def test_who_speaks_for_the_cariforef(roles):
    assert [role for role in roles if policy.is_staff(roles[role])] == [
        "cariforef",
        "administrateur",
    ]


# Some of the rows ----------------------------------------------------------------------------


def corner(owner, **cells) -> dict:
    """Return a row of each model that this organisation reaches."""
    action = make.draft(owner, attribution=make.attribution(owner, **cells))
    session = action.sessions.get()
    site = owner.sites.get()
    user = make.principal(owner)
    day = timezone.localdate()
    return {
        Action: action,
        Formation: action.formation,
        Session: session,
        Dispositif: session.dispositifs.get(),
        Etablissement: owner,
        Site: site,
        Contact: site.contacts.get(),
        PorteOuverte: PorteOuverte.objects.create(
            site=site,
            libelle="Portes ouvertes",
            nature="autre",
            date_debut=day,
        ),
        Alerte: Alerte.objects.create(
            code="nda",
            objet=f"E{owner.pk}",
            etablissement=owner,
            message="Il manque un numéro.",
            depuis=day,
        ),
        Attribution: action.attribution,
        Lot: action.attribution.lot,
        Campagne: action.attribution.lot.campagne,
        Invitation: Invitation.objects.create(
            etablissement=owner,
            email=f"invitee{owner.pk}@essai.example",
            prenom="Zoé",
            nom="Seconde",
        ),
        Membership: user.memberships.get(),
    }


def some(role) -> list[tuple]:
    """Return the models and actions where this role has some of the rows."""
    column = ("organisme", "cariforef", "gestionnaire", "administrateur").index(role)
    return [line[:2] for line in table(ROWS) if line[2 + column] == "some"]


def test_an_organisation_reaches_its_own_rows_alone(owner):
    mine = corner(owner)
    other = make.etablissement("Beta", online=False)
    theirs = corner(other, numero_lot="AUTRE", annee="2027")
    user = make.principal(owner)
    rows = {name(model): (row, theirs[model]) for model, row in mine.items()}
    for model, action in some("organisme"):
        if action == "add_private":
            continue  # asks of another's action that is online: tests/offres/test_compagnon.py
        reached = [policy.can(user, action, row) for row in rows[model]]
        assert reached == [True, False], (model, action)


def test_a_manager_reaches_the_rows_of_its_programme_alone(owner):
    rows = {name(model): row for model, row in corner(owner).items()}
    own = make.regional()
    managers = [make.manager(programme) for programme in (own, *others(own))]
    for model, action in some("gestionnaire"):
        reached = [policy.can(user, action, rows[model]) for user in managers]
        assert reached == [True] + [False] * (len(managers) - 1), (model, action)


def others(programme) -> list:
    return [other for other in make.programmes() if other.code != programme.code]


def test_the_cariforef_changes_what_was_sent_or_what_it_entered():
    owner = make.etablissement("Alpha")
    staff = make.staff()
    attribution = make.attribution(owner)
    theirs = make.draft(owner)
    own = make.draft(None, by=staff, attribution=attribution)
    assert [policy.can(staff, "change", row) for row in tree(theirs)] == [False] * 4
    assert [policy.can(staff, "change", row) for row in tree(own)] == [True] * 4
    sent = make.bring(theirs, "submitted", by=make.member(owner))
    assert [policy.can(staff, "change", row) for row in tree(sent)] == [True] * 4
    validated = make.bring(own, "online", by=staff)
    assert [policy.can(staff, "change", row) for row in tree(validated)] == [False] * 4


def tree(action) -> list:
    session = action.sessions.get()
    return [action, action.formation, session, session.dispositifs.get()]
