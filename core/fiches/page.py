"""The page of one fiche: its form, its small tables, and the live panel beside it."""

from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from core.backoffice.addresses import dossier_url
from core.backoffice.scoped import READS, ScopedAdmin, once
from core.dossiers.contexte import table_of
from core.dossiers.given import write_given
from core.dossiers.rows import read
from core.dossiers.saving import last_saver, saving
from core.fiches import questions
from core.fiches.autosave import keep as saisies
from core.fiches.forms.fiche import fiche_form, typed
from core.fiches.inlines import lines_typed, rows_inline
from core.fiches.lost_answers import unsaved, unsaved_page
from core.fiches.panel import state_of_entry
from core.fiches.to_mend import answers_to_mend
from core.rules import Kind, Level, Need
from workflows import answers
from workflows.service import NotAllowed


class FicheAdmin(ScopedAdmin):
    """A level of the FASD: created by the pages above it, changed here, read in the dossier."""

    change_form_template = "core/fiche/change_form.html"
    warn_unsaved_form = False

    # What the row belongs to ------------------------------------------------------------

    def subject_of(self, request, row):
        """Return the action (or annuaire fiche) in which this row is validated."""
        raise NotImplementedError

    def next_step(self, request, row):
        """Return (label, url) of the next level, as SOFI's button at the bottom of the page."""
        return

    def key_of(self, row):
        return row.key

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The form ---------------------------------------------------------------------------

    def programme_of(self, request, row):
        return self.subject_of(request, row).programme

    def programme_for(self, request, row):
        """Return the programme as this person and this dossier meet it; see EtablissementAdmin."""
        programme = self.programme_of(request, row)
        if not programme.fields.from_certifinfo:
            return programme
        return replace(programme, fields=table_of(self.subject_of(request, row)))

    def taken_up(self, request, row):
        """Return the answers, kept and not saved, that a reading asks to see again."""
        key = request.GET.get("reprendre")
        if request.method not in READS or not key:
            return None
        find = partial(saisies.saisie_of, request.user, row, key)
        return once(request, (self.model, row.pk, "taken up"), find)

    def get_object(self, request, object_id, from_field=None):
        find = partial(super().get_object, request, object_id, from_field)
        if "reprendre" in request.GET:
            return find()  # the form of the answers that are taken up writes in its row
        return once(request, (self.model, object_id, "row"), find)

    def get_form(self, request, obj=None, change=False, **kwargs):
        def make():
            saisie = self.taken_up(request, obj)
            programme = self.programme_for(request, obj)
            kept = saisie.as_post() if saisie else None
            return fiche_form(obj, programme, request.user, kept=kept)

        return once(request, (self.model, obj.pk, "form"), make)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if saisie := self.taken_up(request, obj):
            kwargs["data"] = saisie.as_post()
        return kwargs

    def get_fieldsets(self, request, obj=None):
        groups = {}
        form = self.get_form(request, obj)
        for field in self.programme_of(request, obj).fields.level(obj.level):
            if field.name in form.base_fields:
                groups.setdefault(field.group, []).append(field.name)
        return [(name, {"fields": names}) for name, names in groups.items()]

    def get_inline_instances(self, request, obj=None):
        if obj is None:
            return []
        inlines = []
        for field in self.programme_of(request, obj).fields.level(obj.level):
            if field.kind is Kind.ROWS and field.need is not Need.UNUSED:
                inline = rows_inline(field, type(obj), request.user)
                inlines.append(inline(self.model, self.admin_site))
        return inlines

    # The page -----------------------------------------------------------------------------

    def get_urls(self):
        name = f"core_{self.opts.model_name}_panneau"
        panel = self.admin_site.admin_view(self.panel_view)
        return [path("<int:pk>/panneau/", panel, name=name), *super().get_urls()]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        row = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, row):
            return self._read_only(request, row)
        show = partial(super()._changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return show()
        try:
            with saving(row, self.programme_of(request, row), by=request.user, door="ecran"):
                return show()
        except NotAllowed as refusal:
            return self._read_only(request, row, refusal.message)

    def _read_only(self, request, row, why="cette fiche ne peut pas être modifiée."):
        if request.method == "POST":
            sentence = f"Rien n’a été enregistré : {why[0].lower()}{why[1:]}"
            if page := unsaved_page(self, request, row, sentence):
                return page
            messages.error(request, sentence)
        subject = self.subject_of(request, row)
        # An établissement or a site is alone on its page, read from the top.
        place = f"#{self.key_of(row)}" if subject.level is Level.ACTION else ""
        return HttpResponseRedirect(f"{dossier_url(subject)}{place}")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id))
        subject = self.subject_of(request, row)
        extra_context = {
            **(extra_context or {}),
            **self.page_context(request, row, subject),
            **self._saisies_context(request, row),
            "title": str(row),
            "intitule": subject.formation.intitule if subject.level is Level.ACTION else "",
            "subject": subject,
            "row": row,
            "programme": subject.programme,
            "panel": self.panel(subject, read(subject)),
            "panel_url": reverse(f"admin:core_{self.opts.model_name}_panneau", args=[row.pk]),
            "dossier_url": dossier_url(subject),
            "next_step": self.next_step(request, row),
            "page_saisie": saisies.page_of(row),
            "compared": None,
            "to_mend": (),
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().change_view(request, object_id, form_url, extra_context)

    def page_context(self, request, row, subject):
        """Return what the header of the page says; see the levels."""
        return {}

    def _saisies_context(self, request, row):
        """Return the kept answers that are shown again; else those that may be."""
        saisie = self.taken_up(request, row)
        others = ()
        if saisie is None and request.method != "POST":
            others = saisies.saisies_on(request.user, row)
        return {"reprise": saisie, "saisies": others}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        inlines = context["inline_admin_formsets"]
        row = obj
        if form.is_bound:
            row = self.get_object(request, str(obj.pk))  # the form writes in its own
            context["panel"] = self.panel_of_typed(request, row, form, _lines_by_table(inlines))
        context["current_version"] = form.initial.get("version")
        if form.stale:
            form.name_saver(last_saver(row))
            context["current_version"] = row.version
            context["compared"] = unsaved(self, request, row, form.data)
        context["fiche_groups"] = [
            (name, [form[field] for field in options["fields"]])
            for name, options in self.get_fieldsets(request, obj)
        ]
        subject = self.subject_of(request, row)
        asked = questions.questions_on(row, self.key_of(row), subject, request.user)
        questions.show(asked, form, inlines)
        if to_mend := answers_to_mend(context["fiche_groups"], inlines):
            context |= {"to_mend": to_mend, "errors": ()}
        context["asked"] = form.names_required()
        context["proposed"] = form.names_proposed()
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The panel -----------------------------------------------------------------------------

    def panel(self, subject, root):
        more = answers.of(subject).more_issues(subject, root)
        return state_of_entry(subject.programme, root, more)

    def panel_view(self, request, pk):
        """Answer the panel for what is typed and not saved. Writes nothing."""
        if request.method != "POST":
            raise Http404
        row = self.get_object(request, str(pk))
        form = self.get_form(request, row)(request.POST, instance=row)
        formsets, inlines = self._create_formsets(request, row, change=True)
        lines = {}
        for formset, inline in zip(formsets, inlines, strict=True):
            lines[inline.fasd.name] = lines_typed(formset)
        context = {
            "panel": self.panel_of_typed(request, row, form, lines),
            "page_key": self.key_of(row),
        }
        return TemplateResponse(request, "core/fiche/panel.html", context)

    def panel_of_typed(self, request, row, form, lines):
        """Return the panel as it would be if what is typed were saved."""
        form.is_valid()
        subject = self.subject_of(request, row)
        return self.panel(subject, typed(read(subject), self.key_of(row), form, lines))

    # Saving -----------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        subject = self.subject_of(request, obj)
        if hasattr(subject, "formation"):
            write_given(obj, subject)
        obj.version += 1
        obj.save()

    def log_change(self, request, obj, message):
        """Leave Django's log alone: the history of a dossier is ours, field by field."""

    def response_change(self, request, obj):
        saisies.forget_saved(request.user, obj, request.POST)
        messages.success(request, f"C’est enregistré à {timezone.localtime():%H:%M}.")
        if table := request.POST.get("_ligne"):
            query = urlencode({"lignes": table})
            return HttpResponseRedirect(f"{request.path}?{query}#{quote(table)}-group")
        step = self.next_step(request, obj)
        if "_next" in request.POST and step:
            return HttpResponseRedirect(step[1])
        return HttpResponseRedirect(request.path)


def _lines_by_table(inlines):
    return {inline.opts.fasd.name: lines_typed(inline.formset) for inline in inlines}
