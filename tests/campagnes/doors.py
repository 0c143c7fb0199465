"""The pages of a campaign, used as its manager does."""

from datetime import date

from django.urls import reverse

from core.models import Campagne
from tests import factories as make
from tests.pages import form_of


def address(campagne, page, **query):
    url = reverse(f"admin:core_campagne_{page}", args=[campagne.pk])
    return f"{url}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else url


def adjust(client, campagne, champ, **values):
    """Put a line in the projet; return the answer."""
    data = {"source": "Région, note du 5 janvier"} | values
    return client.post(address(campagne, "ajuster", champ=champ), data)


def refusals(response) -> list[str]:
    """Return the sentences of a refused form."""
    assert response.status_code == 200
    return [error for errors in response.context["form"].errors.values() for error in errors]


def save_rules(client, campagne, effet=None, motif="Le cahier des charges le demande."):
    """Simulate, then save what the page shows."""
    page = client.get(address(campagne, "simuler"))
    data = (
        form_of(page, "motif") | {"motif": motif} | ({"effet": effet.isoformat()} if effet else {})
    )
    return client.post(address(campagne, "enregistrer"), data, follow=True)


def rules_of(client, campagne, *lines, effet=None):
    """Have the manager set these lines and save them: (champ, values) each.

    Log in again afterwards.
    """
    client.force_login(make.manager(programme_of(campagne)))
    for champ, values in lines:
        response = adjust(client, campagne, champ, **values)
        assert response.status_code == 302, refusals(response)
    page = save_rules(client, campagne, effet)
    assert "des règles prend effet le" in page.text, page.text
    return make.fresh(campagne)


def programme_of(campagne):
    return next(p for p in make.programmes() if p.code == campagne.programme)


def campagne_of(action) -> Campagne:
    return make.fresh(action.attribution.lot.campagne)


def dates(client, campagne, ouverture: date | None, fermeture: date | None):
    """Set the dates of the saisie on the page of the campaign."""
    data = {
        "ouverture": ouverture.isoformat() if ouverture else "",
        "fermeture": fermeture.isoformat() if fermeture else "",
    }
    return client.post(address(campagne, "change"), data)
