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
    """Adds to the page of an action what hangs under it privately.

    Or the public offer that it adds to.
    """

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
        back = f"{dossier_url(public)}#ajouts"
        source = chosen_session(public, request.POST)
        if source is None:
            messages.error(request, "Choisissez une session de la liste.")
            return HttpResponseRedirect(back)
        try:
            session = add_private_session(public, source, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(back)
        messages.success(
            request,
            f"Session {session.code} à financement privé créée : "
            "vérifiez ses dates, ses frais et ses places, puis envoyez-la au Cariforef.",
        )
        if policy.can(request.user, "change", session):
            return HttpResponseRedirect(session.get_absolute_url())
        return HttpResponseRedirect(dossier_url(session.action))

    def private_context(self, request, subject):
        """Return what the dossier says of private additions, whichever side it is read from."""
        if subject.action_publique is not None:
            return context_of_companion(request.user, subject.action_publique)
        if subject.attribution_id:
            return context_of_public(request.user, subject)
        return {}


def chosen_session(public, sent) -> Session | None:
    """Return the session of a public offer that a form names."""
    chosen = number(sent.get("session"))
    if not chosen:
        return None
    return public.sessions.filter(retiree_le=None, pk=chosen).first()


def context_of_companion(user, public):
    """Return what the dossier of a companion says of its public offer."""
    may_view = policy.can(user, "view", public)
    return {"publique": public, "publique_url": dossier_url(public) if may_view else ""}


def context_of_public(user, public):
    """Return what the dossier of a public offer says of its companions, and what may be copied."""
    companions = Action.objects.allowed(user, "view").filter(action_publique=public)
    companions = companions.select_related("porteur")
    companions = companions.prefetch_related(Prefetch("sessions", LIVING)).order_by("pk")
    staff = policy.is_staff(user)
    additions = [
        (companion, label(companion, staff=staff), dossier_url(companion))
        for companion in companions
    ]
    may_add = policy.can(user, "add_private", public)
    return {
        "ajouts": additions,
        "a_copier": LIVING.filter(action=public) if may_add else (),
    }
