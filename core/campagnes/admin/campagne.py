"""Campaigns: their years, dates and rules, set by the managers of their programmes."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold import widgets as unfold

from core import plugins, policy
from core.backoffice.counted import count_under
from core.backoffice.scoped import ScopedAdmin
from core.campagnes.admin.rules import RulesPages
from core.campagnes.draft_rules import projet_of
from core.fiches.forms.widgets import Date
from core.models import Campagne, Lot, Membership, Role
from core.models.versions import in_force, versions

DATES = ("ouverture", "fermeture")
NOW = "Aujourd’hui"
LOTS = 12  # named on the page of the campaign


class CampagneForm(forms.ModelForm):
    codes = ()  # programmes of the manager, set by the page

    class Meta:
        model = Campagne
        fields = ("programme", "annee", *DATES)
        widgets = {"ouverture": Date(), "fermeture": Date()}
        help_texts = {
            "ouverture": (
                "Avant cette date, un organisme ne crée ni n’envoie d’offre ; le Cariforef le peut."
            ),
            "fermeture": (
                "Après cette date non plus : ses brouillons s’enregistrent, il répond aux "
                "questions, et modifie ce qui est déjà publié."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (p.code, p.label) for p in plugins.programmes() if p.regional and p.code in self.codes
        ]
        if "programme" in self.fields:
            self.fields["programme"] = forms.ChoiceField(
                label="Programme",
                choices=choices,
                widget=unfold.UnfoldAdminSelectWidget(),
            )


def managed(user):
    """Return the codes of the programmes that this user configures."""
    if Role.ADMINISTRATEUR in policy.roles(user):
        return {p.code for p in plugins.programmes()}
    return set(
        Membership.objects.filter(user=user, role=Role.GESTIONNAIRE).values_list(
            "programme",
            flat=True,
        ),
    )


@admin.register(Campagne)
class CampagneAdmin(RulesPages, ScopedAdmin):
    list_display = ("libelle_programme", "annee", *DATES, "regles", "nombre_lots")
    list_display_links = ("libelle_programme", "annee")
    sortable_by = ("annee",)
    change_form_before_template = "core/campagne/entete.html"

    class Media:
        css = {"all": ("sofi/campagne.css",)}

    def complete(self, request, rows):
        count_under(rows, Lot.objects.all(), "campagne")

    @admin.display(description="Programme")
    def libelle_programme(self, row):
        return plugins.programme(row.programme).titre

    @admin.display(description="Règles")
    def regles(self, row):
        return f"Version {row.derniere_version}" if row.derniere_version else "Celles du programme"

    @admin.display(description="Lots")
    def nombre_lots(self, row):
        return row.nombre

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, form=CampagneForm, **kwargs)
        return type("CampagneForm", (form,), {"codes": managed(request.user)})

    def get_readonly_fields(self, request, obj=None):
        return ("libelle_programme", "annee") if obj else ()

    def get_fields(self, request, obj=None):
        return ("libelle_programme", "annee", *DATES) if obj else ("programme", "annee", *DATES)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        campagne = self.get_object(request, object_id) if object_id else None
        extra_context = {
            **(extra_context or {}),
            **(self.about(request, campagne) if campagne else {}),
        }
        return super().changeform_view(request, object_id, form_url, extra_context)

    def about(self, request, campagne):
        """Return what the head of a campaign's page says.

        Its timeline, its lots, what waits to be saved.
        """
        today = timezone.localdate()
        return {
            "title": str(campagne),
            "campagne": campagne,
            "page": "campagne",
            "closed": campagne.closed(today),
            "timeline": timeline(campagne, today),
            "in_force": in_force(campagne),
            "projet": projet_of(campagne),
            "lots": lots_of(campagne)[:LOTS],
            "configures": policy.can(request.user, "configure", campagne),
            "show_save_and_add_another": False,
        }

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, f"La campagne « {obj} » est ouverte à la configuration.")
        return HttpResponseRedirect(reverse("admin:core_campagne_change", args=[obj.pk]))


def lots_of(campagne):
    """Return the lots of a campaign, with how many attributions each has."""
    return (
        campagne.lots.select_related("mandataire")
        .annotate(lignes=Count("attributions"))
        .order_by("numero", "pk")
    )


def timeline(campagne, today):
    """Return the dates of the year in order: [(date, what, passed)]."""
    dates = [
        (campagne.ouverture, "Ouverture de la saisie"),
        (campagne.fermeture, "Fermeture de la saisie"),
        *((v.effet, f"Règles, version {v.numero}") for v in versions(campagne).values()),
        (today, NOW),
    ]
    known = sorted(
        ((day, what) for day, what in dates if day),
        key=lambda date: (date[0], date[1] == NOW),
    )
    return [(day, what, day <= today) for day, what in known]
