"""« Modifier les sessions ensemble »: the main columns of the sessions of an action in one table, saved in one go."""

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from unfold import widgets as unfold

from core.dossiers import rows as fiche
from core.dossiers import wording
from core.dossiers.contexte import table_of
from core.dossiers.given import write_given
from core.dossiers.saving import saving
from core.fiches.forms import fields as f
from core.fiches.forms.rows import FEW, choosable
from core.models import Action, Dispositif, Session
from core.rules import Kind, Need
from workflows.service import NotAllowed

PER_PAGE = 40
SESSION = ("site_lieu", "date_debut", "date_fin", "etat_recrutement")
DISPOSITIF = ("places", "places_restantes")
CHAIN = ("formation", "porteur", "attribution__lot__campagne", "attribution__lot__mandataire")


class Stale(Exception):
    """Somebody saved this row after the page was drawn."""

    def __init__(self, form):
        self.form = form


class LineForm(forms.Form):
    """The columns of one row that may be typed; `version` refuses to overwrite what somebody saved in between."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, row, columns, where, **kwargs):
        super().__init__(*args, prefix=row.key, **kwargs)
        self.row, self.columns = row, {name: field for name, (field, _) in columns.items()}
        self.initial["version"] = row.version
        for name, (field, make) in columns.items():
            self.fields[name] = make(row)
            self.fields[name].widget.attrs["aria-label"] = f"{field.label}, {where}"
            self.initial[name] = f.initial(field, fiche.value_of(row, field))
        if {"date_debut", "date_fin"} <= set(columns):
            self.fields["date_fin"].widget.attrs["data-debut"] = f"id_{row.key}-date_debut"

    def clean(self):
        cleaned = super().clean()
        for name, field in self.columns.items():
            if sentence := f.problem(field, cleaned.get(name)):
                self.add_error(name, sentence)
        return cleaned

    def save(self, action, *, by):
        """Save what was changed; return whether anything was."""
        changed = [name for name in self.changed_data if name in self.columns]
        if not changed:
            return False
        programme = action.programme
        with saving(self.row, programme, by=by, door="ecran"):
            row = type(self.row)._base_manager.get(pk=self.row.pk)
            if row.version != self.cleaned_data["version"]:
                raise Stale(self)
            values = {
                name: self.cleaned_data[name] or None
                if self.columns[name].kind is Kind.SITE
                else self.cleaned_data[name]
                for name in changed
            }
            fiche.write(row, [self.columns[name] for name in changed], values)
            write_given(row, action)
            row.version += 1
            row.save()
        return True


class Line:
    """A session in the table: what is typed of it and of its dispositifs, and in words what is not."""

    def __init__(self, session, dispositifs, session_columns, dispositif_columns, data):
        where = f"session {session.pk}"
        self.session = session
        self.form = LineForm(data, row=session, columns=session_columns, where=where)
        self.dispositifs = [
            LineForm(
                data,
                row=d,
                columns=dispositif_columns,
                where=f"{where}, {d}" if len(dispositifs) > 1 else where,
            )
            for d in dispositifs
        ]

    @property
    def forms(self):
        return [self.form, *self.dispositifs]

    def cells(self, names, texts):
        """Return (label, bound field or nothing, words) of each column of the session."""
        return [
            (
                field.label,
                self.form[name] if name in self.form.fields else None,
                texts(field, self.session),
            )
            for name, field in names.items()
        ]


def columns_of(table, names, model, user, rows):
    """Return the columns that may be typed, each with the maker of its form field; choices are read once."""
    found = {}
    for name in names:
        field = table[name]
        if field.need is Need.UNUSED or field.need.locked:
            continue
        if field.kind is Kind.SITE:
            if choices := site_choices(field, user, rows):
                found[name] = (
                    field,
                    lambda row, choices=choices: forms.ChoiceField(
                        choices=choices,
                        required=False,
                        widget=unfold.UnfoldAdminSelectWidget(),
                    ),
                )
        else:
            found[name] = (field, lambda row, field=field: f.form_field(field, None, user, model))
    return found


def site_choices(field, user, rows):
    """Return the sites that may be chosen, and those that are; nothing when there are too many to unroll."""
    sites = list(choosable(field, None, user)[: FEW + 1])
    if len(sites) > FEW:
        return None
    known = {site.pk: str(site) for site in sites}
    known |= {row.site_lieu_id: str(row.site_lieu) for row in rows if row.site_lieu_id}
    return [f.BLANK, *((str(pk), label) for pk, label in known.items())]


def sessions_view(request, pk):
    """Show the sessions of an action in one table; on POST save every row that was changed, or none."""
    action = get_object_or_404(
        Action.objects.allowed(request.user, "change").select_related(*CHAIN),
        pk=pk,
    )
    rows = (
        action.sessions.filter(retiree_le=None)
        .order_by("date_debut", "pk")
        .select_related("site_lieu", "action")
    )
    page = Paginator(rows.prefetch_related("dispositifs"), PER_PAGE).get_page(
        request.GET.get("page"),
    )
    table, data = table_of(action), request.POST if request.method == "POST" else None
    session_columns = columns_of(table, SESSION, Session, request.user, page)
    dispositif_columns = columns_of(table, DISPOSITIF, Dispositif, request.user, ())
    if data is not None:
        page.object_list = [
            row for row in page if f"{row.key}-version" in data
        ]  # not those that were added since
    lines = [
        Line(row, row.dispositifs.all(), session_columns, dispositif_columns, data) for row in page
    ]
    if data is not None and valid(lines, data):
        try:
            saved = save(action, lines, data, by=request.user)
        except Stale as stale:
            who = "Quelqu’un a enregistré cette ligne pendant que vous la modifiiez : rien n’est enregistré. Notez vos réponses"
            stale.form.add_error(None, f"{who}, puis rechargez la page.")
        except NotAllowed as refusal:
            messages.error(request, f"Rien n’a été enregistré : {refusal.message}")
        else:
            many = "s" if saved > 1 else ""
            said = f"{saved} session{many} enregistrée{many}." if saved else "Rien n’a changé."
            messages.success(request, said)
            return HttpResponseRedirect(request.get_full_path())
    shown = {name: table[name] for name in SESSION if table[name].need is not Need.UNUSED}
    names = wording.Names(
        (field, fiche.value_of(line.session, field)) for field in shown.values() for line in lines
    )
    context = {
        **admin.site.each_context(request),
        "title": f"Sessions de l’action {action.code}",
        "action": action,
        "page": page,
        "headings": [field.label for field in shown.values()],
        "lines": [
            (
                line,
                line.cells(
                    shown,
                    lambda field, row: wording.say(field, fiche.value_of(row, field), names),
                ),
            )
            for line in lines
        ],
        "back": action.get_absolute_url(),
    }
    return TemplateResponse(request, "core/fiche/sessions_ensemble.html", context)


def valid(lines, data) -> bool:
    """Whether every row is well shaped; each says what is wrong with it."""
    found = [
        form.is_valid()
        for line in lines
        for form in line.forms
        if form.add_prefix("version") in data
    ]
    return all(found)


@transaction.atomic
def save(action, lines, data, *, by) -> int:
    """Save every row that was changed, in one transaction; return how many sessions were."""
    count = 0
    for line in lines:
        changed = [
            form.save(action, by=by) for form in line.forms if form.add_prefix("version") in data
        ]
        count += any(changed)
    return count
