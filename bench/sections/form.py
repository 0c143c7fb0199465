"""The change form of an action against an empty unfold form with as many fields."""

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test import RequestFactory
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.sites import UnfoldAdminSite

from bench.world import Queries, client_of, got, mark, ms, people, quietest, side_by_side
from core.models import Action, Equipement

TITLE = "Formulaire d’une action"
ABOUT = """
La page d’une action en cours de saisie, entière, contre une page d’ajout d’unfold qui a autant de champs de saisie et une petite
table comme elle, sans règle, sans panneau et sans droits : ce que coûte l’outil lui-même. Médiane de 9, en alternance.
"""
GOAL = 1.3


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    user = people()["organisme"]
    client = client_of(user)
    action = Action.objects.allowed(user, "change").order_by("pk").first()
    url = reverse("admin:core_action_change", args=[action.pk])
    fields = list(got(client, url).context_data["adminform"].form.fields)
    empty = Empty(len(fields) - 1, user)  # `version` is hidden
    works = (lambda: got(client, url), empty.page)
    page, floor = quietest(lambda: side_by_side(*works), lambda found: found[0] / found[1], GOAL)
    with Queries() as queries:
        got(client, url)
    ratio = page / floor
    length = len(got(client, url).content) // 1024
    return {
        "columns": ["Champs", "Page de l’action", "Page vide d’unfold", "Rapport", f"≤ {GOAL}", "Requêtes", "HTML, Kio (vide)"],
        "rows": [[len(fields) - 1, ms(page), ms(floor), f"{ratio:.2f}", mark(ratio <= GOAL), queries.count,
                  f"{length} ({len(empty.page()) // 1024})"]],
    }  # fmt: skip


class Empty:
    """An add page of unfold, of a model that never has a table."""

    def __init__(self, count, user):
        columns = [f for f in Action._meta.concrete_fields if isinstance(f, models.CharField | models.TextField) and f.editable]
        names = [f"champ_{rank}" for rank in range(count)]
        kinds = [forms.CharField(label=f"Champ {n}", required=False, widget=self.widget(columns[n % len(columns)]))
                 for n in range(count)]  # fmt: skip
        form = type("EmptyForm", (forms.ModelForm,), dict(zip(names, kinds, strict=True)))
        inline = type("EmptyInline", (TabularInline,), {
            "model": Equipement, "fields": ("type", "cout", "commentaire"), "extra": 1,
            "has_add_permission": allowed, "has_change_permission": allowed, "has_view_permission": allowed,
        })  # fmt: skip
        self.site = UnfoldAdminSite(name="admin")
        attributes = {
            "form": form, "inlines": [inline], "get_fieldsets": lambda *args: [(None, {"fields": names})],
            "has_add_permission": allowed, "has_view_permission": allowed, "has_change_permission": allowed,
        }  # fmt: skip
        self.admin = type("EmptyAdmin", (ModelAdmin,), attributes)(Action, self.site)
        self.user = user or AnonymousUser()

    @staticmethod
    def widget(column):
        from unfold import widgets

        long = isinstance(column, models.TextField)
        return widgets.UnfoldAdminTextareaWidget() if long else widgets.UnfoldAdminTextInputWidget()

    def page(self):
        request = RequestFactory(SERVER_NAME="localhost").get("/core/action/add/")
        request.user = self.user
        request._messages = ()  # noqa: SLF001  what Django's middleware sets
        return self.admin.add_view(request).render().content


def allowed(self, request, obj=None):
    return True
