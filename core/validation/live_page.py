"""The pages « Mettre à jour en ligne »: the fields that change without a new validation (D6)."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from core import policy
from core.backoffice.addresses import dossier_url
from core.backoffice.scoped import get_scoped
from core.dossiers.live_update import live_fields, update_live
from core.models import Action, Dispositif, Session, Site
from core.rules import Contexte, Level
from core.rules.payload import parse
from core.texts.numbers import number
from core.validation.live_form import LiveForm
from workflows.service import Refused

MODELS = {
    Level.SESSION: Session,
    Level.DISPOSITIF: Dispositif,
    Level.SITE: Site,
}


def live_view(request, pk):
    """Show and publish the live fields of a session that is online, and of its dispositifs."""
    session = get_scoped(Session, request.user, pk)
    chain = ("formation", "attribution__lot__campagne", "attribution__lot__mandataire")
    action = Action.objects.select_related(*chain).get(pk=session.action_id)
    return _page(request, action, session.key, f"session {session.pk}")


def live_site_view(request, pk):
    """Show and publish the live fields of a site that is online."""
    site = get_scoped(Site, request.user, pk)
    return _page(request, site, site.key, f"site {site.pk}")


def _page(request, subject, key, name):
    publication = subject.publications().filter(online=True).first()
    if publication is None or not policy.can(request.user, "update_live", subject):
        raise Http404("Cette fiche n’est pas en ligne.")
    pages = _forms(request, subject, publication, key)
    refused = None
    if request.method == "POST" and _all_valid(pages):
        seen = number(request.POST.get("publication"))
        try:
            update_live(
                subject,
                {form.key: form.values() for form in pages},
                by=request.user,
                publication=publication.number if seen is None else seen,
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, "C’est en ligne.")
            return HttpResponseRedirect(dossier_url(subject))
    context = {
        **admin.site.each_context(request),
        "title": f"Mettre à jour en ligne – {name}",
        "forms": pages,
        "subject": subject,
        "publication": publication,
        "refused": refused,
        "dossier_url": dossier_url(subject),
    }
    return TemplateResponse(request, "core/live/live.html", context)


def _forms(request, subject, publication, key) -> list[LiveForm]:
    """Return a form for a fiche that is online, and for each under it."""
    programme = subject.programme
    root = parse(publication.payload, programme.fields, Contexte(aujourdhui=None))
    top = next((fiche for fiche in root.walk() if fiche.key == key), None)
    if top is None:
        raise Http404("Cette fiche n’est pas en ligne.")
    forms = []
    for fiche in top.walk():
        form = LiveForm(
            request.POST or None,
            prefix=fiche.key,
            fiche=fiche,
            model=MODELS[fiche.level],
            user=request.user,
            fields=live_fields(programme, fiche.level),
        )
        forms.append(form)
    return forms


def _all_valid(forms) -> bool:
    """Whether every form is well shaped; each says what is wrong with it."""
    verdicts = [form.is_valid() for form in forms]
    return all(verdicts)
