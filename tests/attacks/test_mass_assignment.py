"""Fields that no form asks for, sent all the same.

They change nothing, through every door that takes a form or a file.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import BooleanField, DateField, ForeignKey, IntegerField
from django.urls import reverse
from openpyxl import Workbook

from core.comptes import joining
from core.comptes.models import ComptePrincipal, DemandeCle, Invitation
from core.fiches.autosave.models import Saisie
from core.models import Action, Contact, Membership, PorteOuverte, User
from tests import factories as make
from tests.comptes.entering import CREER, WHO, show
from tests.comptes.test_requests import REQUEST
from tests.pages import address, filled, form_of
from tests.tableur.classeur import confirm, fill, headings, send, template
from tests.tableur.conftest import attribution, campagne, line, of  # noqa: F401  the fixtures of a campaign

pytestmark = pytest.mark.django_db
NAMES = {  # that no model has, or that another product would obey
    "is_staff": "on",
    "is_superuser": "on",
    "role": "administrateur",
    "roles": "administrateur",
    "reviewer": "1",
    "owner": "1",
    "pk": "999999",
    "_state": "validated",
    "memberships-TOTAL_FORMS": "1",
    "memberships-0-role": "administrateur",
}
WORDS = {"state": "validated", "role": "administrateur", "etat": "acceptee"}
BY_A_SAVE = ("version", "modifie_le", "exact_le")  # a save writes them, whatever is sent


def forged(field, theirs):
    """Return what somebody would write in a column that is not his to fill."""
    if isinstance(field, ForeignKey):
        return theirs.get(field.related_model, 999_999)
    if isinstance(field, BooleanField):
        return "on"
    if isinstance(field, DateField):
        return "2020-01-01"
    return "999" if isinstance(field, IntegerField) else WORDS.get(field.name, "forge")


def columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def other():
    return make.draft(make.etablissement("Bêta", online=False))


@pytest.fixture
def mine(client, other):
    owner = make.etablissement("Alpha", online=False)
    client.force_login(make.member(owner))
    return make.draft(owner)


def fiches(action):
    owner = action.porteur
    session = action.sessions.get()
    return {
        "etablissement": owner,
        "site": owner.sites.get(),
        "formation": action.formation,
        "action": action,
        "session": session,
        "dispositif": session.dispositifs.get(),
        "contact": Contact.objects.get(site__etablissement=owner),
    }


@pytest.mark.parametrize(
    "name", ["etablissement", "site", "formation", "action", "session", "dispositif", "contact"]
)
def test_a_fiche_takes_nothing_that_its_form_does_not_ask(client, mine, other, name):
    row, theirs = fiches(mine)[name], {type(found): found.pk for found in fiches(other).values()}
    page = client.get(address(row))
    asked = set(page.context["adminform"].form.fields)
    unasked = [f for f in row._meta.concrete_fields if f.name not in asked]
    data = filled(page) if name != "contact" else form_of(page, "nom")
    before = columns(make.fresh(row))
    extra = {f.name: forged(f, theirs) for f in unasked if f.name != "version"}
    extra |= {f.attname: extra[f.name] for f in unasked if f.name in extra}
    assert len(extra) > 2
    data.pop("certification", None)
    assert client.post(address(row), NAMES | extra | data).status_code == 302
    after = columns(make.fresh(row))
    kept = {f.attname for f in unasked} - set(BY_A_SAVE)
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert not User.objects.get(pk=client.session["_auth_user_id"]).roles - {"organisme"}


def test_a_porte_ouverte_is_of_a_site_of_ones_own(client, mine, other):
    theirs = other.porteur.sites.get()
    data = {
        "libelle": "Porte ouverte",
        "site": theirs.pk,
        "nature": "autre",
        "date_debut": "01/03/2026",
    }
    page = client.post(reverse("admin:core_porteouverte_add"), data | NAMES)
    assert "site" in page.context["adminform"].form.errors
    assert not PorteOuverte.objects.exists()


def test_a_line_of_a_small_table_is_not_taken_from_another(client, mine, other):
    session, theirs = mine.sessions.get(), other.sessions.get()
    meeting, prefix = theirs.informations_collectives.get(), "informations_collectives"
    before, own = columns(meeting), session.informations_collectives.get()
    data = filled(client.get(address(session)))
    more = data | {f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-1-date": "02/01/2026"}
    for forged_line in (
        data | {f"{prefix}-0-id": meeting.pk, f"{prefix}-0-date": "02/01/2026"},
        more | {f"{prefix}-1-session": theirs.pk},
        more | {f"{prefix}-1-id": meeting.pk},
        data
        | {
            f"{prefix}-0-session": theirs.pk,
            f"{prefix}-0-DELETE": "on",
            f"{prefix}-0-id": meeting.pk,
        },
    ):
        client.post(address(session), forged_line)
        assert columns(make.fresh(meeting)) == before
        assert theirs.informations_collectives.get() == meeting
        assert make.fresh(own).session == session
    honest = more | {"version": make.fresh(session).version}
    assert client.post(address(session), honest).status_code == 302
    assert session.informations_collectives.count() > 1


def test_what_is_kept_of_a_page_belongs_to_who_typed_it_and_becomes_no_column(client, mine, other):
    headers = {"X-Sofi-Page": f"action/{mine.pk}", "X-Sofi-Onglet": "un"}
    said = (
        filled(client.get(address(mine)))
        | NAMES
        | {
            "user": make.staff().pk,
            "page": f"action/{other.pk}",
            "state": "validated",
            "porteur": other.porteur_id,
        }
    )
    assert client.post(reverse("admin:saisie_garder"), said, headers=headers).status_code == 200
    kept = Saisie.objects.get()
    assert (kept.user_id, kept.page) == (int(client.session["_auth_user_id"]), f"action/{mine.pk}")
    page = client.get(f"{address(mine)}?reprendre={kept.pk}")
    assert client.post(address(mine), form_of(page, "objectifs")).status_code == 302
    after = make.fresh(mine)
    assert (after.state, after.porteur_id) == ("draft", mine.porteur_id)


def test_another_s_page_is_not_kept(client, mine, other):
    for page in (
        f"action/{other.pk}",
        "user/1",
        "membership/1",
        f"action/{mine.pk}/../../x",
        "action/",
        "action/-1",
    ):
        headers = {"X-Sofi-Page": page, "X-Sofi-Onglet": "un"}
        assert (
            client.post(reverse("admin:saisie_garder"), {"a": "b"}, headers=headers).status_code
            == 404
        )
    assert not Saisie.objects.exists()


# Accounts -------------------------------------------------------------------------------------


def test_an_invitation_gives_the_role_and_the_etablissement_of_its_page(client, mine, other):
    client.force_login(make.principal(mine.porteur))
    data = {
        "prenom": "Zoé",
        "nom": "Seconde",
        "email": "zoe@alpha.example",
        "password": "x",
        "is_active": "",
    }
    data |= NAMES | {
        "etablissement": other.porteur_id,
        "programme": "e2c",
        "user": make.staff().pk,
        "by": "1",
    }
    client.post(
        reverse("admin:equipe_inviter", args=[mine.porteur_id]), data | {"par": make.staff().pk}
    )
    row = Invitation.objects.get()
    assert (row.etablissement, row.par.memberships.get().etablissement) == (
        mine.porteur,
        mine.porteur,
    )
    joining.accept(row, password=make.PASSWORD)
    membership = Membership.objects.get(user__email="zoe@alpha.example")
    assert (membership.role, membership.etablissement, membership.programme) == (
        "organisme",
        mine.porteur,
        "",
    )
    assert membership.user.is_active
    client.post(
        reverse("admin:equipe_modifier", args=[membership.pk]),
        data | {"sites": other.porteur.sites.get().pk},
    )
    again = make.fresh(membership)
    assert (again.role, again.etablissement, again.user, list(again.sites.all())) == (
        "organisme", mine.porteur, membership.user, [],
    )  # fmt: skip
    assert ComptePrincipal.objects.get().etablissement == mine.porteur


def test_a_request_for_a_key_is_not_accepted_by_who_makes_it(client):
    client.post(
        reverse("compte_demander"),
        REQUEST | NAMES | {"etat": "acceptee", "traitee_par": make.staff().pk, "motif": "x"},
    )
    row = DemandeCle.objects.get()
    assert (row.etat, row.traitee_par, row.motif) == ("attente", None, "")


def test_an_account_asked_with_a_key_is_of_its_etablissement(client, other):
    owner = make.etablissement("Alpha", online=False)
    show(client, owner.siret, make.key(owner))
    client.post(CREER, WHO | NAMES | {"etablissement": other.porteur_id, "cle": "1"})
    from core.comptes.models import Activation

    assert Activation.objects.get().cle.etablissement == owner


# Files ----------------------------------------------------------------------------------------

COLUMNS = (
    "state",
    "état",
    "porteur",
    "etablissement",
    "id",
    "pk",
    "is_staff",
    "en_ligne",
    "online_number",
    "version",
    "ferme_le",
)


def test_a_workbook_of_a_campaign_fills_its_own_columns_alone(of, campagne, line, other):  # noqa: F811
    book = template(of, campagne)
    last = max(headings(book).values())
    from core.tableur.workbook import FIRST, HEADINGS

    for rank, title in enumerate(COLUMNS, last + 1):
        book["Saisie"].cell(HEADINGS, rank, title)
        book["Saisie"].cell(
            FIRST,
            rank,
            str(other.porteur_id) if title in ("porteur", "etablissement") else "validated",
        )
    confirm(of, send(of, campagne, fill(book, line)))
    action = Action.objects.exclude(pk=other.pk).get()
    assert (action.state, action.porteur, action.online_number) == (
        "draft",
        action.attribution.formateur,
        None,
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_the_annuaire_changes_no_state_nor_owner(client, other, kind):
    owner, staff = other.porteur, make.staff()
    client.force_login(staff)
    site, before = owner.sites.get(), columns(owner)
    titles = [
        "SIRET",
        "Site",
        "Ligne 2",
        *[title for title in COLUMNS if title != "etablissement"],
        "principal",
        "exact_le",
    ]
    cells = [owner.siret, str(site.pk), "Bâtiment B", *["1"] * (len(titles) - 3)]
    if kind == "csv":
        content = f"{';'.join(titles)}\n{';'.join(cells)}".encode()
    else:
        book = Workbook()
        for cell in (titles, cells):
            book.active.append(cell)
        from tests.tableur.classeur import saved

        content = saved(book)
    client.post(
        reverse("admin:import_annuaire"), {"fichier": SimpleUploadedFile(f"a.{kind}", content)}
    )
    preview = client.get(reverse("admin:import_annuaire_apercu"))
    client.post(
        reverse("admin:import_annuaire_apercu"), form_of(preview, "plan") | {"confirmer": "1"}
    )
    after = make.fresh(site)
    assert (after.ligne2, after.state, after.etablissement, after.principal) == (
        "Bâtiment B",
        "draft",
        owner,
        True,
    )
    assert columns(make.fresh(owner)) == before
