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
            (programme.code, programme.label)
            for programme in plugins.programmes()
            if programme.regional and programme.code in self.codes
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
        return {programme.code for programme in plugins.programmes()}
    memberships = Membership.objects.filter(user=user, role=Role.GESTIONNAIRE)
    return set(memberships.values_list("programme", flat=True))


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
        if row.derniere_version:
            return f"Version {row.derniere_version}"
        return "Celles du programme"

    @admin.display(description="Lots")
    def nombre_lots(self, row):
        return row.nombre

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, form=CampagneForm, **kwargs)
        return type("CampagneForm", (form,), {"codes": managed(request.user)})

    def get_readonly_fields(self, request, obj=None):
        return ("libelle_programme", "annee") if obj else ()

    def get_fields(self, request, obj=None):
        programme = "libelle_programme" if obj else "programme"
        return (programme, "annee", *DATES)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = dict(extra_context or {})
        campagne = self.get_object(request, object_id) if object_id else None
        if campagne:
            context |= self.about(request, campagne)
        return super().changeform_view(request, object_id, form_url, context)

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
    lots = campagne.lots.select_related("mandataire").order_by("numero", "pk")
    return lots.annotate(lignes=Count("attributions"))


def timeline(campagne, today):
    """Return the dates of the year in order: [(date, what, passed)]."""
    dates = [
        (campagne.ouverture, "Ouverture de la saisie"),
        (campagne.fermeture, "Fermeture de la saisie"),
    ]
    for version in versions(campagne).values():
        dates.append((version.effet, f"Règles, version {version.numero}"))
    dates.append((today, NOW))
    chosen = [(day, what) for day, what in dates if day]
    chosen.sort(key=lambda date: (date[0], date[1] == NOW))
    return [(day, what, day <= today) for day, what in chosen]
