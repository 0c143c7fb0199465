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
from unfold.admin import StackedInline

from core.backoffice.addresses import dossier_url
from core.backoffice.scoped import ScopedAdmin, ScopedInline, once
from core.dossiers.contexte import table_of
from core.dossiers.given import write_given
from core.dossiers.rows import read
from core.dossiers.saving import last_saver, saving
from core.fiches import questions
from core.fiches.autosave import keep as saisies
from core.fiches.forms.fiche import fiche_form, row_form, typed
from core.fiches.lost_answers import unsaved, unsaved_page
from core.fiches.panel import state_of_entry
from core.fiches.to_mend import answers_to_mend
from core.rules import Kind, Level, Need
from workflows import answers
from workflows.service import NotAllowed

EMPTY = 3  # lines added without script
WIDE = 4  # columns above which a line is stacked instead of written in a table


class RowsInline(ScopedInline):
    """Lines of a small table of the fiche."""

    fasd = None  # its field
    template_after = "core/fiche/ligne.html"

    def get_extra(self, request, obj=None, **kwargs):
        """Return the empty lines that somebody asks for, whose browser runs no script to add them."""
        return EMPTY if request.GET.get("lignes") == self.fasd.name else 0


class StackedRowsInline(RowsInline, StackedInline):
    template = "admin/edit_inline/stacked.html"


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
        return (
            replace(programme, fields=table_of(self.subject_of(request, row)))
            if programme.fields.from_certifinfo
            else programme
        )

    def get_object(self, request, object_id, from_field=None):
        return once(
            request,
            (self.model, object_id, "row"),
            partial(super().get_object, request, object_id, from_field),
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        return once(
            request,
            (self.model, obj.pk, "form"),
            lambda: fiche_form(obj, self.programme_for(request, obj), request.user),
        )

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
        return [
            rows_inline(field, type(obj), request.user)(self.model, self.admin_site)
            for field in self.programme_of(request, obj).fields.level(obj.level)
            if field.kind is Kind.ROWS and field.need is not Need.UNUSED
        ]

    # The page -----------------------------------------------------------------------------

    def get_urls(self):
        name = f"core_{self.opts.model_name}_panneau"
        return [
            path("<int:pk>/panneau/", self.admin_site.admin_view(self.panel_view), name=name),
            *super().get_urls(),
        ]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        row = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, row):
            return self._read_only(request, row)
        if request.method != "POST":
            self._take_up(request, row, extra_context)
            return super()._changeform_view(request, object_id, form_url, extra_context)
        try:
            with saving(row, self.programme_of(request, row), by=request.user, door="ecran"):
                return super()._changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refusal:
            return self._read_only(request, row, refusal.message)

    def _take_up(self, request, row, extra_context):
        """Show again, unsaved, the answers that somebody asks for; say which ones were kept otherwise."""
        saisie = saisies.asked(request.user, row, request.GET.get("reprendre", ""))
        if saisie is None:
            extra_context["saisies"] = saisies.found(request.user, row)
            return
        _ = request.FILES  # read now: Django would empty POST when it reads them
        request.method, request.POST = "POST", saisie.as_post()
        request.POST["_reprise"] = str(saisie.pk)
        extra_context["reprise"] = saisie

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

    def key_of(self, row):
        return row.key

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id))
        subject = self.subject_of(request, row)
        extra_context = {
            **(extra_context or {}),
            **self.page_context(request, row, subject),
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
            "saisies": (),
            "reprise": None,
            "compared": None,
            "to_mend": (),
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().change_view(request, object_id, form_url, extra_context)

    def page_context(self, request, row, subject):
        """Return what the header of the page says; see the levels."""
        return {}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, inlines = context["adminform"].form, context["inline_admin_formsets"]
        row = (
            self.get_object(request, str(obj.pk)) if form.is_bound else obj
        )  # the form wrote in its own
        if form.is_bound:
            context["panel"] = self.panel_of_typed(
                request,
                row,
                form,
                {x.opts.fasd.name: lines(x.formset) for x in inlines},
            )
        if getattr(form, "stale", False):
            form.saved_in_between = last_saver(row)
            form.errors["__all__"].data[0].message = form.stale_sentence()
            context["current_version"] = row.version
            context["compared"] = unsaved(self, request, row)
        else:
            context["current_version"] = form.initial.get("version")
        context["fiche_groups"] = [
            (name, [form[field] for field in options["fields"]])
            for name, options in self.get_fieldsets(request, obj)
        ]
        questions.show(
            questions.questions_on(
                row, self.key_of(row), self.subject_of(request, row), request.user
            ),
            form,
            inlines,
        )
        if to_mend := answers_to_mend(context["fiche_groups"], inlines):
            context |= {"to_mend": to_mend, "errors": ()}
        context["asked"] = {f.name for f in form.table_fields if f.need is Need.REQUIRED}
        context["proposed"] = {
            f.name for f in form.table_fields if f.need is Need.DEFAULT and f.value is not None
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def panel(self, subject, root):
        return state_of_entry(
            subject.programme, root, answers.of(subject).more_issues(subject, root)
        )

    def panel_view(self, request, pk):
        """Answer the panel for what is typed and not saved. Writes nothing."""
        if request.method != "POST":
            raise Http404
        row = self.get_object(request, str(pk))
        form = self.get_form(request, row)(request.POST, instance=row)
        form.is_valid()
        formsets, inlines = self._create_formsets(request, row, change=True)
        rows = {
            inline.fasd.name: lines(formset)
            for formset, inline in zip(formsets, inlines, strict=True)
        }
        panel = self.panel_of_typed(request, row, form, rows)
        return TemplateResponse(
            request,
            "core/fiche/panel.html",
            {"panel": panel, "page_key": self.key_of(row)},
        )

    def panel_of_typed(self, request, row, form, rows):
        """Return the panel as it would be if what is typed were saved."""
        subject = self.subject_of(request, row)
        return self.panel(subject, typed(read(subject), self.key_of(row), form, rows))

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
        saisies.saved(request.user, obj, request.POST)
        messages.success(request, f"C’est enregistré à {timezone.localtime():%H:%M}.")
        step = self.next_step(request, obj)
        if line := request.POST.get("_ligne"):
            return HttpResponseRedirect(
                f"{request.path}?{urlencode({'lignes': line})}#{quote(line)}-group",
            )
        if "_next" in request.POST and step:
            return HttpResponseRedirect(step[1])
        return HttpResponseRedirect(request.path)


def rows_inline(field, model, user):
    """Return the inline of a ROWS field."""
    relation = model._meta.get_field(field.name)
    base = StackedRowsInline if len(field.columns) > WIDE else RowsInline
    return type(
        f"{field.name}Inline",
        (base,),
        {
            "model": relation.related_model,
            "form": row_form(field, relation.related_model, user),
            "fields": [column.name for column in field.columns],
            "verbose_name_plural": field.label,
            "fasd": field,
        },
    )


def lines(formset):
    """Return the lines typed in a small table, as a fiche holds them."""
    formset.is_valid()
    return [
        form.values()
        for form in formset.forms
        if hasattr(form, "cleaned_data")
        and not form.cleaned_data.get("DELETE")
        and (form.instance.pk or form.has_changed())
    ]
