"""An admin class is one object for all requests: what one reads is never kept on it."""

from copy import copy

import pytest
from django.contrib import admin
from django.urls import reverse

from tests import factories as make
from tests.contracts import world

pytestmark = pytest.mark.django_db
NOT_OURS = {
    "request",  # unfold's changelist_view sets it, for its filters: AGENTS.md, « Traps »
}
CONTAINERS = (list, dict, set)


def state_of(model_admin) -> dict:
    """Return what an admin class holds, its containers copied, but for what is not ours."""
    return {
        name: copy(value) if isinstance(value, CONTAINERS) else value
        for name, value in vars(model_admin).items()
        if name not in NOT_OURS
    }


def pages_of(model) -> list[str]:
    """Return the list of a model, and the page of one of its rows if there is one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._base_manager.order_by("pk").first()
    change = [reverse(f"{name}_change", args=[row.pk])] if row else []
    return [reverse(f"{name}_changelist"), *change]


@pytest.mark.parametrize("reader", [make.staff, make.admin])
def test_no_admin_class_keeps_anything_of_a_request(client, reader):
    world.build()
    client.force_login(reader())
    shown = set()
    for model, model_admin in admin.site._registry.items():
        before = state_of(model_admin)
        for page in pages_of(model):
            response = client.get(page)
            assert response.status_code in (200, 302, 404), page
            if response.status_code == 200:
                shown.add(page)
        assert state_of(model_admin) == before, model._meta.label
    assert len(shown) > len(admin.site._registry)
