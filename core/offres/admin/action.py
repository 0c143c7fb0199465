"""The page of an action, and what is done with its dossier."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from core import policy
from core.backoffice.addresses import dossier_url
from core.backoffice.filters import OnlineFilter, ProgrammeFilter, StateFilter
from core.backoffice.parts import crumbs
from core.campagnes.admin.of_dossier import rules_of
from core.dossiers.annuaire_first import missing_in_the_annuaire
from core.dossiers.rows import pending_siblings
from core.dossiers.saving import change_porteur
from core.fiches.page import FicheAdmin
from core.fiches.under_a_row import change_by_post
from core.models import Action
from core.offres import creation
from core.offres.admin.compagnon import CompagnonAdmin
from core.offres.admin.copies import may_copy
from core.validation.moves import MovesAdmin
from core.validation.review import DossierAdmin
from workflows import service


@admin.register(Action)
class ActionAdmin(CompagnonAdmin, MovesAdmin, DossierAdmin, FicheAdmin):
    list_display = ("code_fa", "intitule", "state", "porteur", "programme_nom", "depuis")
    list_display_links = ("code_fa", "intitule")
    list_select_related = ("formation", "porteur", "attribution__lot__campagne")
    list_filter = (StateFilter, OnlineFilter, ProgrammeFilter)
    search_help_text = "Intitulé, organisme, SIRET ou code (F-A)"
    sortable_by = ("depuis",)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/sessions/ajouter/",
                wrap(self.add_session_view),
                name="core_action_ajouter_session",
            ),
            path("<int:pk>/porteur/", wrap(self.porteur_view), name="core_action_porteur"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {**(extra_context or {}), "create_url": create_url(request)}
        return super().changelist_view(request, context)

    @admin.display(description="Code", ordering="pk")
    def code_fa(self, row):
        return format_html('<span class="code">{}</span>', row.code)

    @admin.display(description="Formation")
    def intitule(self, row):
        return row.formation.intitule or "(sans intitulé)"

    @admin.display(description="Programme")
    def programme_nom(self, row):
        return row.programme_label

    @admin.display(description="Depuis", ordering="state_since")
    def depuis(self, row):
        return timezone.localdate(row.state_since)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.list_select_related, "attribution__lot__mandataire")

    def subject_of(self, request, row):
        return row

    def next_step(self, request, row):
        session = row.sessions.filter(retiree_le=None).order_by("pk").first()
        return ("la session", session.get_absolute_url()) if session else None

    def page_context(self, request, row, subject):
        return {
            "crumbs": crumbs(row.formation, row),
            "sessions": in_order(row.sessions.filter(retiree_le=None)),
            "may_copy": may_copy(request.user, row),
        }

    def dossier_context(self, request, subject):
        may_give = policy.can(request.user, "change_porteur", subject)
        return {
            "crumbs": crumbs(subject.formation, subject),
            "attribution": subject.attribution,
            **self.private_context(request, subject),
            "may_copy": may_copy(request.user, subject),
            "accords": subject.accords.all(),
            "regles": rules_of(subject),
            "porteurs": porteurs(subject) if may_give else (),
            "live_sessions": online_sessions(subject) if subject.is_online else [],
        }

    def annuaire_issues(self, subject, request):
        return missing_in_the_annuaire(subject) if policy.is_staff(request.user) else []

    def siblings(self, subject, move, user):
        """Return the other actions of the formation for which one may make the same move (D4).

        They reopen, or give up, together with this one.
        """
        if move == "reopen":
            others = creation.open_siblings(subject.formation).exclude(pk=subject.pk)
        elif move == "give_up":
            others = pending_siblings(subject)
        else:
            return []
        return [action for action in others if move in service.available(action, user)]

    def _changeform_view(self, request, object_id, *args):
        """The text of a private addition is that of the public offer: the dossier shows it (D5)."""
        row = self.get_object(request, unquote(object_id))
        if row.action_publique_id:
            why = "le texte de l’action est celui de l’offre publique."
            return self._read_only(request, row, why)
        return super()._changeform_view(request, object_id, *args)

    def add_session_view(self, request, pk):
        def add(action, tell):
            session = creation.add_session(action)
            tell(session.key, f"Session {session.pk}", "ajoutée")
            messages.success(request, f"Session {session.pk} ajoutée.")
            return session.get_absolute_url()

        return change_by_post(request, self, pk, add, dossier_url)

    def porteur_view(self, request, pk):
        """Give an action to another porteur: formateur, mandataire, or Cariforef (D18)."""
        action = self.get_object(request, str(pk))
        if request.method != "POST" or not policy.can(request.user, "change_porteur", action):
            raise Http404
        by_key = {str(porteur.pk if porteur else ""): porteur for porteur in porteurs(action)}
        chosen = request.POST.get("porteur")
        if chosen not in by_key:
            messages.error(request, "Choisissez un porteur de la liste.")
            return HttpResponseRedirect(dossier_url(action))
        porteur = by_key[chosen]
        change_porteur(action, porteur, by=request.user)
        messages.success(
            request,
            f"L’action est maintenant portée par {porteur or 'le Cariforef'}.",
        )
        return HttpResponseRedirect(dossier_url(action))


def porteurs(action):
    """Return who may hold an action, then None, for the Cariforef.

    Who holds it now; its formateur and its mandataire, unless they are closed.
    """
    candidates = [action.porteur, action.formation.etablissement]
    attribution = action.attribution
    if attribution:
        candidates += [attribution.formateur, attribution.lot.mandataire]
    by_key = {}
    for candidate in candidates:
        if candidate and (candidate == action.porteur or not candidate.ferme_le):
            by_key[candidate.pk] = candidate
    return [*by_key.values(), None]


def online_sessions(action):
    """Return the rows of the sessions that are online."""
    return in_order(action.sessions.filter(en_ligne=True))


def in_order(sessions):
    return sessions.select_related("site_lieu", "action").order_by("date_debut", "pk")


def create_url(request):
    return reverse("admin:creer") if policy.may_add(request.user, Action) else ""
