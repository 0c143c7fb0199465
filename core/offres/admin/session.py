"""The pages of a session and of its dispositifs."""

from django.contrib import admin, messages
from django.urls import path
from django.utils.html import format_html

from core.backoffice.addresses import dossier_url
from core.backoffice.filters import ActiveFilter
from core.backoffice.parts import CHAIN, crumbs
from core.calendars.meetings import to_come
from core.fiches.page import FicheAdmin
from core.fiches.under_a_row import Confirm, change_by_post
from core.models import Dispositif, Session
from core.models.sessions import activity
from core.offres import creation
from core.offres.admin import meetings
from workflows.dates import today
from workflows.service import NotAllowed


@admin.register(Session)
class SessionAdmin(FicheAdmin):
    list_display = (
        "code_fas",
        "intitule",
        "site_dispensateur",
        "commune_lieu",
        "debut",
        "fin",
        "code_dispositif",
        "etat_ai",
    )
    list_display_links = ("code_fas", "intitule")
    list_select_related = ("action__formation", "action__site_dispensateur", "site_lieu")
    list_filter = (ActiveFilter,)
    search_help_text = "Intitulé, organisme, site, ville ou code (F-A-S)"
    sortable_by = ("debut", "fin")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/informations-collectives/ajouter/",
                wrap(meetings.add_view),
                name="core_session_informations",
            ),
            path(
                "<int:pk>/informations-collectives.ics",
                wrap(meetings.calendar_view),
                name="core_session_ics",
            ),
            path("<int:pk>/retirer/", wrap(self.remove_view), name="core_session_retirer"),
            path(
                "<int:pk>/dispositifs/ajouter/",
                wrap(self.add_dispositif_view),
                name="core_session_ajouter_dispositif",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        rows = rows.select_related(*self.list_select_related, *CHAIN)
        return rows.prefetch_related("dispositifs")

    @admin.display(description="Code FAS", ordering="pk")
    def code_fas(self, row):
        return format_html(
            '<span class="code">{}-{}-<b>{}</b></span>',
            row.action.formation_id,
            row.action_id,
            row.pk,
        )

    @admin.display(description="Intitulé formation")
    def intitule(self, row):
        return row.action.formation.intitule

    @admin.display(description="Site dispensateur")
    def site_dispensateur(self, row):
        site = row.action.site_dispensateur
        return site and site.nom_usage

    @admin.display(description="Commune lieu")
    def commune_lieu(self, row):
        return row.site_lieu and row.site_lieu.bureau_distributeur

    @admin.display(description="Date début", ordering="date_debut")
    def debut(self, row):
        return row.date_debut

    @admin.display(description="Date fin", ordering="date_fin")
    def fin(self, row):
        return row.date_fin

    @admin.display(description="Code dispositif")
    def code_dispositif(self, row):
        return ", ".join(dispositif.type_dispositif for dispositif in row.dispositifs.all())

    @admin.display(description="État A/I")
    def etat_ai(self, row):
        return activity(row, today())

    def subject_of(self, request, row):
        return row.action

    def next_step(self, request, row):
        dispositif = row.dispositifs.order_by("pk").first()
        return ("le dispositif", dispositif.get_absolute_url()) if dispositif else None

    def page_context(self, request, row, subject):
        sessions = subject.sessions.filter(retiree_le=None).select_related("action")
        return {
            "crumbs": crumbs(subject.formation, subject, row),
            "fratrie": sessions.order_by("date_debut", "pk"),
            "dispositifs": row.dispositifs.all(),
            "meetings_ahead": to_come(Session.objects.filter(pk=row.pk), today()).exists(),
        }

    def add_dispositif_view(self, request, pk):
        def add(session, tell):
            dispositif = creation.add_dispositif(session)
            tell(dispositif.key, f"Session {session.pk}, dispositif {dispositif.pk}", "ajouté")
            return dispositif.get_absolute_url()

        return change_by_post(request, self, pk, add, lambda session: dossier_url(session.action))

    def remove_view(self, request, pk):
        def remove(session, tell):
            kept_in_history = creation.remove_session(session)
            if kept_in_history:
                tell(f"S{pk}", f"Session {pk}", "retirée")
                done = "retirée : elle quittera la publication à la prochaine validation."
            else:
                tell(f"S{pk}", f"Session {pk}", "supprimée")
                done = "supprimée."
            messages.success(request, f"Session {pk} {done}")
            return session.action.get_absolute_url()

        return change_by_post(
            request,
            self,
            pk,
            remove,
            lambda session: dossier_url(session.action),
            confirm=removal,
        )


def removal(session):
    """Say what removing a session does."""
    if session.a_ete_en_ligne:
        done = (
            "Elle quittera la publication à la prochaine validation ; "
            "son numéro et son histoire sont gardés."
        )
    else:
        done = (
            "Elle n’a jamais été en ligne : "
            "elle est supprimée avec ses dispositifs, sans retour possible."
        )
    return Confirm(
        "Retirer la session",
        f"La session {session.code} va être retirée. {done}",
        "Retirer cette session",
    )


@admin.register(Dispositif)
class DispositifAdmin(FicheAdmin):
    list_display = ("pk", "dispositif", "session", "places")
    list_select_related = ("session__action__formation",)
    sortable_by = ()

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/retirer/", wrap(self.remove_view), name="core_dispositif_retirer"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        above = [f"session__{link}" for link in CHAIN]
        return rows.select_related(*self.list_select_related, *above)

    def get_model_perms(self, request):
        return {}  # reached from its session, not from the menu

    def subject_of(self, request, row):
        return row.session.action

    def next_step(self, request, row):
        return "l’état de la saisie", dossier_url(row.session.action)

    def page_context(self, request, row, subject):
        siblings = row.session.dispositifs
        return {
            "crumbs": crumbs(subject.formation, subject, row.session, row),
            "fratrie": siblings.all() if siblings.count() > 1 else (),
        }

    def remove_view(self, request, pk):
        def remove(dispositif, tell):
            session = dispositif.session
            if session.action.attribution_id and session.dispositifs.count() == 1:
                raise NotAllowed(
                    "Une session du programme régional garde le dispositif de son lot : "
                    "il ne se supprime pas.",
                )
            dispositif.delete()
            tell(f"D{pk}", f"Session {session.pk}, dispositif {pk}", "supprimé")
            messages.success(request, "Dispositif supprimé.")
            return session.get_absolute_url()

        return change_by_post(
            request,
            self,
            pk,
            remove,
            lambda dispositif: dossier_url(dispositif.session.action),
            confirm=lambda _: REMOVAL_OF_DISPOSITIF,
        )


REMOVAL_OF_DISPOSITIF = Confirm(
    "Supprimer le dispositif",
    "Le dispositif et ses places vont être supprimés, sans retour possible.",
    "Supprimer ce dispositif",
)
