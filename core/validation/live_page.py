"""The pages « Mettre à jour en ligne »: the few fields that change without a new validation (D6)."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from core import policy
from core.backoffice.addresses import dossier_url
from core.backoffice.scoped import get_scoped
from core.dossiers.live_update import live_fields, update_live
from core.dossiers.rows import in_order
from core.fiches.forms.fields import form_field, initial
from core.fiches.forms.lines import line_form
from core.fiches.forms.rows import reference
from core.models import Action, Session, Site
from core.rules import Contexte, Kind
from core.rules.payload import parse
from core.texts.numbers import number
from workflows.service import Refused


class LiveForm(forms.Form):
    """Listed fields of one fiche, with the values that are online."""

    def __init__(self, *args, fiche, model, fields, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.key, self.level, self.model = fiche.key, fiche.level, model
        self.table_fields = [f for f in fields if f.kind is not Kind.ROWS]
        for field in self.table_fields:
            self.fields[field.name] = form_field(field, fiche[field.name], user, model)
            self.initial[field.name] = _initial(field, fiche[field.name])
        self.tables = [
            self._table(field, fiche, model, user) for field in fields if field.kind is Kind.ROWS
        ]

    def _table(self, field, fiche, model, user):
        lines = forms.formset_factory(
            line_form(field, model._meta.get_field(field.name).related_model, user),
            extra=2,
            can_delete=True,
        )
        start = [
            {c.name: _initial(c, line.get(c.name)) for c in field.columns}
            for line in fiche[field.name] or ()
        ]
        formset = lines(
            self.data if self.is_bound else None,
            prefix=f"{self.prefix}-{field.name}",
            initial=start,
        )
        formset.field = field
        return formset

    def is_valid(self):
        return all([super().is_valid(), *(table.is_valid() for table in self.tables)])

    def values(self):
        """Return what was changed on the page, and nothing else: another person may have changed the rest."""
        changed = {
            f.name: reference(f, self.cleaned_data[f.name])
            for f in self.table_fields
            if f.name in self.changed_data
        }
        for table in self.tables:
            if table.has_changed():
                rows = [
                    form
                    for form in table
                    if form.cleaned_data and not form.cleaned_data.get("DELETE")
                ]
                lines = [form.values() for form in rows if any(form.values().values())]
                changed[table.field.name] = in_order(self.model, table.field, lines)
        return changed


def _initial(field, value):
    return (
        int(value) if field.kind in (Kind.SITE, Kind.CONTACT) and value else initial(field, value)
    )


def live_view(request, pk):
    """Show and publish the live fields of a session that is online, and of its dispositifs."""
    session = get_scoped(Session, request.user, pk)
    chain = ("formation", "attribution__lot__campagne", "attribution__lot__mandataire")
    action = Action.objects.select_related(*chain).get(pk=session.action_id)
    return _page(
        request,
        action,
        session.key,
        f"session {session.pk}",
        {"S": Session, "D": session.dispositifs.model},
    )


def live_site_view(request, pk):
    """Show and publish the live fields of a site that is online."""
    site = get_scoped(Site, request.user, pk)
    return _page(request, site, site.key, f"site {site.pk}", {"L": Site})


def _page(request, subject, key, name, models):
    publication = subject.publications().filter(online=True).first()
    if publication is None or not policy.can(request.user, "update_live", subject):
        raise Http404("Cette fiche n’est pas en ligne.")
    programme = subject.programme
    root = parse(publication.payload, programme.fields, Contexte(aujourdhui=None))
    top = next((fiche for fiche in root.walk() if fiche.key == key), None)
    if top is None:
        raise Http404("Cette fiche n’est pas en ligne.")
    pages = [
        LiveForm(request.POST or None, prefix=fiche.key, fiche=fiche, model=models[fiche.level.value], user=request.user,
                 fields=live_fields(programme, fiche.level))
        for fiche in top.walk()
    ]  # fmt: skip
    refused = None
    valid = [form.is_valid() for form in pages]  # each says what is wrong with it
    if request.method == "POST" and all(valid):
        seen = number(request.POST.get("publication"))
        try:
            update_live(
                subject, {form.key: form.values() for form in pages}, by=request.user,
                publication=publication.number if seen is None else seen,
            )  # fmt: skip
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
