"""Two organisations and every address of the product.

What is one's never shows to the other, nor is changed by the other.
"""

import io
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from core import plugins
from core.comptes.models import ComptePrincipal, Invitation
from core.fiches.autosave.keep import page_of
from core.fiches.autosave.models import Saisie
from core.models import InformationCollective
from tests import factories as make
from tests.contracts import registry, world
from tests.contracts.effects import posted, references, rows, same, writes
from tests.contracts.test_pages import SHARED, text_of
from tests.contracts.world import A, B
from tests.files.test_received import PDF

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite3,
]  # what the policy selects is the same on both bases
MOVING = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|\b\d\d:\d\d(:\d\d)?\b|DTSTAMP:\S+)'
)
MOVES = 3  # of each subject: test_pages tries them all
ROWS = 6  # tried for each address: online, reopened, questioned…
FORMS = 40  # that one's own pages hold, at least
MOVING_PAGES = (
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
)  # a secret drawn; how long ago
NOBODYS = {  # endings of names that answer 404 to all, or to whoever does not say what: why
    "_add": "ces lignes naissent ailleurs",
    "_delete": "une ligne s’archive",
    "_history": "l’histoire est au dossier",
    "_ajuster": "sans le champ à ajuster, 404 (tests/campagne)",
}


def corner(*args):
    """Add to a corner of the world what only its files, its keys and its team show."""
    found = world.corner(*args)
    owner, site = found.rows["core.etablissement"][0], found.rows["core.site"][0]
    site.certification.save("certificat.pdf", ContentFile(PDF))
    InformationCollective.objects.create(
        session=found.rows["core.session"][0], date=timezone.localdate() + timedelta(days=30)
    )
    ComptePrincipal.objects.create(etablissement=owner, user=found.user)
    invited = {
        "email": f"invitee@{found.word.lower()}.example",
        "prenom": "Zoé",
        "nom": found.word,
        "par": found.user,
    }
    found.add(Invitation.objects.create(etablissement=owner, **invited))
    typed = Saisie.objects.create(
        user=found.user, page=page_of(site), tab="un", answers={"nom_usage": [found.word]}
    )
    found.add(typed, *found.user.memberships.all())
    return found


@pytest.fixture
def first():
    return corner(A, make.programmes()[0], 2026)


def second():
    found = corner(B, make.programmes()[-1], 2031)
    found.add(
        Authenticator.objects.create(
            user=found.user, type=Authenticator.Type.WEBAUTHN, data={"name": B}
        )
    )
    return found


@pytest.fixture
def client(first):
    """Log in as a person does: the pages that ask for the password again have just had it."""
    found = Client()
    found.post(reverse("admin:login"), {"username": first.user.email, "password": make.PASSWORD})
    found.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    assert "_auth_user_id" in found.session
    return found


def logged(user):
    found = Client()
    found.force_login(user)
    return found


def words(response) -> str:
    """Return what is read in an answer: a page, a file, a workbook."""
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        return str(
            CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
            .get_sheet_by_index(0)
            .to_python()
        )
    return "" if "pdf" in kind else MOVING.sub("", text_of(response))


def of_rows(found, most=1):
    """Return, for every address that names a row, its addresses for the first rows of a corner."""
    return [
        (url, url.of(row))
        for url in registry.of_rows()
        for row in found.rows.get(url.model, ())[:most]
    ]


def tried(client, at, data=None):
    """Return the status of a POST whose effects are undone."""
    with transaction.atomic():
        found = client.post(at, data or {})
        transaction.set_rollback(True)
    return found


def test_every_address_is_known_and_each_exemption_is_of_one():
    names = {url.name for url in registry.urls()}
    assert [url.name for url in registry.urls() if not url.known] == []
    assert sorted(set(registry.EXEMPT) - names) == []


def test_a_row_of_another_is_not_found_though_it_is_there(client):
    other = second()
    without = {
        url.name
        for url in registry.of_rows()
        if url.model not in other.rows and apps.get_model(url.model) not in SHARED
    }
    assert without == set()
    theirs = [at for _, found in of_rows(other) for at in found[:MOVES]]
    faults = [
        at
        for at in theirs
        if client.get(at).status_code != 404 or tried(client, at).status_code != 404
    ]
    assert faults == []
    campagne = other.rows["core.campagne"][0]
    manager = make.manager(plugins.programme(campagne.programme))
    people = [logged(user) for user in (other.user, make.staff(), make.admin(), manager)]
    never = {url.name for url, _ in of_rows(other)} - reached(of_rows(other, most=ROWS), people)
    assert [name for name in sorted(never) if not name.endswith(tuple(NOBODYS))] == []


def reached(found, people):
    """Return the names of the addresses that answer somebody."""
    names = set()
    for url, places in found:
        if url.name not in names and any(answers(one, at) for at in places for one in people):
            names.add(url.name)
    return names


def answers(client, at):
    return client.get(at).status_code != 404 or tried(client, at).status_code != 404


def test_what_another_has_changes_nothing_of_what_one_sees(client, first):
    """Lists, choices, counts, files.

    The same answer to the letter, before another organisation comes and after.
    """
    fixed = [url for url in registry.of_no_row() if url.name not in MOVING_PAGES]
    own = [
        (at, query) for url in fixed for at in url.of()[:1] for query in registry.asked(url, first)
    ]
    own += [(at, {}) for _, found in of_rows(first) for at in found[:1]]
    seen = [words(client.get(at, query)) for at, query in own]
    second()
    cache.clear()
    changed = [
        (at, query)
        for (at, query), before in zip(own, seen, strict=True)
        if words(client.get(at, query)) != before
    ]
    assert changed == []


def test_numbers_of_another_lead_nowhere_and_change_nothing_of_it(client, first):
    """In the query of each page of one's own, and in each form that it holds.

    Beside what the form does not ask.
    """
    mine, other = rows(), second()
    taken, theirs = (
        registry.numbers(other),
        {label: lines - mine[label] for label, lines in rows().items()},
    )
    pointing = references(theirs)
    own = [(url, url.of()[0]) for url in registry.of_no_row()] + [
        (url, found[0]) for url, found in of_rows(first)
    ]
    pages = {at: client.get(at, registry.named(url, other)) for url, at in own}
    assert [at for at, page in pages.items() if B in words(page)] == []
    forms = {at: {} for at in pages}
    for at, page in pages.items():
        for action, data in posted(page, at):
            forms[action] = forms.get(action, {}) | data
    assert sum(map(bool, forms.values())) > FORMS
    faults = []
    for at, data in forms.items():
        sent = taken | {
            name: taken.get(name.rpartition("-")[2], value) for name, value in data.items()
        }
        with transaction.atomic():
            with writes() as written:
                answer = same(client).post(at, sent)
            now = rows() if written else theirs
            lost = [line for label, lines in theirs.items() for line in lines - now[label]]
            if B in words(answer) or lost or (written and references(theirs) != pointing):
                faults.append((at, lost))
            transaction.set_rollback(True)
    assert faults == []
