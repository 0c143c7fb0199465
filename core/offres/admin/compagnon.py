"""Private sessions of a public offer: shown under it in the dossier, added by one button (D5)."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.urls import path

from core import policy
from core.backoffice.addresses import dossier_url
from core.models import Action, Session
from core.offres.compagnon import add_private_session
from core.texts.numbers import number
from workflows.labels import label
from workflows.service import Refused

LIVING = (
    Session.objects.filter(retiree_le=None)
    .select_related("site_lieu", "action")
    .order_by("date_debut", "pk")
)


class CompagnonAdmin:
    """Adds to the page of an action what hangs under it privately, or the public offer that it adds to."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.add_private_view)
        return [
            path("<int:pk>/prive/", view, name="core_action_ajouter_prive"),
            *super().get_urls(),
        ]

    def add_private_view(self, request, pk):
        """Copy the chosen public session into the companion, on POST."""
        public = self.get_object(request, str(pk))
        if request.method != "POST" or not policy.can(request.user, "add_private", public):
            raise Http404
        chosen = number(request.POST.get("session"))
        source = public.sessions.filter(retiree_le=None, pk=chosen).first() if chosen else None
        if source is None:
            messages.error(request, "Choisissez une session de la liste.")
            return HttpResponseRedirect(f"{dossier_url(public)}#ajouts")
        try:
            session = add_private_session(public, source, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(f"{dossier_url(public)}#ajouts")
        messages.success(
            request,
            f"Session {session.code} à financement privé créée : vérifiez ses dates, ses frais et ses places, puis "
            "envoyez-la au Cariforef.",
        )
        if policy.can(request.user, "change", session):
            return HttpResponseRedirect(session.get_absolute_url())
        return HttpResponseRedirect(dossier_url(session.action))

    def private_context(self, request, subject):
        """Return what the dossier says of private additions, whichever side it is read from."""
        public = subject.action_publique
        if public is not None:
            return {
                "publique": public,
                "publique_url": dossier_url(public)
                if policy.can(request.user, "view", public)
                else "",
            }
        if not subject.attribution_id:
            return {}
        rows = Action.objects.allowed(request.user, "view").filter(action_publique=subject)
        rows = (
            rows.select_related("porteur")
            .prefetch_related(Prefetch("sessions", LIVING))
            .order_by("pk")
        )
        staff = policy.is_staff(request.user)
        ajouts = [(row, label(row, staff=staff), dossier_url(row)) for row in rows]
        may = policy.can(request.user, "add_private", subject)
        return {"ajouts": ajouts, "a_copier": LIVING.filter(action=subject) if may else ()}
