"""The page of a move: what will happen, what is missing, what changes online, the comment. POST only."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from unfold import widgets as unfold

from core import policy
from core.backoffice.addresses import dossier_url, issue_url, move_url
from core.backoffice.parts import badge
from core.dossiers import rows as fiche
from core.dossiers.contexte import last_publication
from core.dossiers.difference import differences, where
from core.dossiers.rows import read
from core.fiches.forms.widgets import Date
from core.fiches.panel import Line
from core.models import AccordRegion
from core.rules import Need
from core.validation.transaction import lock_all
from workflows import service
from workflows.labels import label
from workflows.lifecycle import MOVES

REMARKS = 3
FIRST, LAST = (
    ("submit", "answer", "validate", "reopen", "restore"),
    ("take", "leave", "hold", "release"),
)


class MoveForm(forms.Form):
    """The comment of a move, and its remarks on fields."""

    comment = forms.CharField(required=False, widget=unfold.UnfoldAdminTextareaWidget({"rows": 4}))

    def __init__(self, *args, move, root, programme, siblings, **kwargs):
        super().__init__(*args, **kwargs)
        if move.comment:
            self.fields["comment"].label = move.comment
        else:
            del self.fields["comment"]
        if siblings:
            codes = ", ".join(sibling.code for sibling in siblings)
            self.fields["siblings"] = forms.BooleanField(
                label=f"Faire de même pour les autres actions de la formation : {codes}",
                required=False,
                help_text="Le texte de la fiche Formation leur est commun : sans cela, il ne change pas.",
                widget=unfold.UnfoldBooleanWidget(),
            )
        if move.remarks:
            self._add_remarks(root, programme)

    def _add_remarks(self, root, programme):
        self.paths = {
            x.path(f.name): f"{where(x)}, {f.label}"
            for x in root.walk()
            for f in programme.fields.level(x.level)
            if f.need is not Need.UNUSED
        }
        choices = [("", "—"), *self.paths.items()]
        for n in range(REMARKS):
            self.fields[f"path{n}"] = forms.ChoiceField(
                label=f"Champ {n + 1}",
                choices=choices,
                required=False,
                widget=unfold.UnfoldAdminSelectWidget(),
            )
            self.fields[f"remark{n}"] = forms.CharField(
                label=f"Remarque sur le champ {n + 1}",
                required=False,
                widget=unfold.UnfoldAdminTextInputWidget(),
            )

    def clean(self):
        """A remark goes with a field, and a field with a remark: nothing typed is dropped."""
        cleaned = super().clean()
        for n in range(REMARKS):
            path, text = cleaned.get(f"path{n}"), cleaned.get(f"remark{n}")
            if text and not path:
                self.add_error(f"path{n}", "Choisissez le champ que concerne cette remarque.")
            if path and not text:
                self.add_error(f"remark{n}", "Écrivez la remarque, ou videz le champ choisi.")
        return cleaned

    def remarks(self):
        """Return the remarks typed: [{"path", "label", "message"}]."""
        rows = [
            (self.cleaned_data.get(f"path{n}"), self.cleaned_data.get(f"remark{n}"))
            for n in range(REMARKS)
        ]
        return [
            {"path": p, "label": self.paths[p], "message": text} for p, text in rows if p and text
        ]


class AccordForm(forms.ModelForm):
    """The Région's agreement to a change of an online offer (D3): now, or before submission."""

    class Meta:
        model = AccordRegion
        fields = ("date", "reference", "donne_par")
        widgets = {
            "date": Date(),
            "reference": unfold.UnfoldAdminTextInputWidget(),
            "donne_par": unfold.UnfoldAdminTextInputWidget(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        cleaned = super().clean()
        given = [name for name in self.Meta.fields if cleaned.get(name)]
        if given and len(given) < len(self.Meta.fields):
            raise forms.ValidationError(
                "L’accord de la Région se note en entier : date, référence et nom de qui l’a donné.",
            )
        return cleaned

    def save_for(self, action, user):
        """Keep the agreement, if one was typed."""
        if self.cleaned_data.get("reference"):
            accord = super().save(commit=False)
            accord.action, accord.saisi_par = action, user
            accord.publication = last_publication(action).number
            accord.save()


def buttons(subject, user):
    """Return the moves a user may make now, with the address of their page."""
    names = [
        name for name in service.available(subject, user) if name != "update_live"
    ]  # has a page of its own
    names.sort(key=lambda name: (MOVES[name].danger, name not in FIRST, name in LAST))
    return [(MOVES[name], move_url(subject, name)) for name in names]


def followed_by(subject, user) -> str:
    """Return who follows a subject, for the Cariforef: « vous », a name, or nothing."""
    if not policy.is_staff(user) or subject.reviewer_id is None:
        return ""
    return "vous" if subject.reviewer_id == user.pk else str(subject.reviewer)


def online_differences(subject, root):
    """Return what changed since the online version, or None when nothing is online."""
    if not subject.is_online:
        return None
    publication = subject.publications().filter(online=True).first()
    return differences(
        fiche.parse(publication.payload, subject.programme.fields),
        root,
        subject.programme.fields,
    )


def state_column(request):
    """Return the column that says the state of each subject as this reader is told it."""

    @admin.display(description="État", ordering="state")
    def etat(subject):
        return badge(subject, request)

    return etat


class MovesAdmin:
    """Adds the pages of the moves to the admin class of a subject, and the words of its state."""

    def get_list_display(self, request):
        """Say the column `state` in the words of its reader."""
        columns = super().get_list_display(request)
        return [state_column(request) if name == "state" else name for name in columns]

    def get_urls(self):
        name = f"core_{self.opts.model_name}"
        return [
            path(
                "<int:pk>/mouvement/<slug:move>/",
                self.admin_site.admin_view(self.move_view),
                name=f"{name}_mouvement",
            ),
            path(
                "<int:pk>/dossier/",
                self.admin_site.admin_view(self.dossier_view),
                name=f"{name}_dossier",
            ),
            *super().get_urls(),
        ]

    def move_view(self, request, pk, move):
        subject = self.get_object(request, str(pk))
        if move not in MOVES or move == "update_live":
            raise Http404("Mouvement inconnu.")
        if move not in service.available(subject, request.user):
            messages.error(
                request,
                f"« {MOVES[move].label} » n’est plus possible : la fiche a changé, ou ce n’est pas à vous de le faire.",
            )
            return HttpResponseRedirect(dossier_url(subject))
        root, programme = read(subject), subject.programme
        siblings = self.siblings(subject, move, request.user)
        typed = (
            request.POST if request.method == "POST" else None
        )  # « M’en occuper » has nothing to type
        form = MoveForm(typed, move=MOVES[move], root=root, programme=programme, siblings=siblings)
        accord = self._accord_form(typed, subject, move)
        refused = None
        if request.method == "POST" and form.is_valid() and (accord is None or accord.is_valid()):
            try:
                self._perform(
                    request,
                    [*(siblings if form.cleaned_data.get("siblings") else ()), subject],
                    move,
                    form,
                    accord,
                )
            except service.Refused as refusal:
                refused = refusal
            else:
                messages.success(request, MOVES[move].done)
                return HttpResponseRedirect(dossier_url(subject))
        issues = [
            *subject.before_move(move, request.user),
            *(subject.issues_for(move) if MOVES[move].complete else ()),
        ]
        if refused and refused.issues:
            issues = refused.issues
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "subject": subject,
            "title": MOVES[move].label,
            "move": MOVES[move],
            "warning": self.warning(subject, move),
            "followed": followed_by(subject, request.user),
            "form": form,
            "accord": accord,
            "refused": refused,
            "issues": [Line(issue, issue_url(issue)) for issue in issues],
            "blocking": sum(issue.blocking for issue in issues),
            "differences": online_differences(subject, root)
            if MOVES[move].complete or MOVES[move].restores
            else None,
            "seen": service.digest(subject) if move == "validate" else "",
            "dossier_url": dossier_url(subject),
            "label": label(subject, staff=policy.is_staff(request.user)),
        }
        return TemplateResponse(request, "core/moves/move.html", context)

    def warning(self, subject, move):
        """Return what cannot be undone after this move, or nothing; see AnnuaireFicheAdmin."""
        return ""

    def siblings(self, subject, move, user):
        """Return the other subjects for which one may make the same move; see ActionAdmin."""
        return []

    def _accord_form(self, typed, subject, move):
        regional = getattr(subject, "attribution_id", None)
        if regional and move in ("reopen", "submit") and last_publication(subject):
            return AccordForm(typed, prefix="accord")
        return None

    def _perform(self, request, subjects, move, form, accord):
        with transaction.atomic():
            if accord is not None:
                accord.save_for(subjects[-1], request.user)
            lock_all(subjects)
            for subject in subjects:
                service.perform(
                    subject,
                    move,
                    by=request.user,
                    comment=form.cleaned_data.get("comment", ""),
                    remarks=form.remarks() if MOVES[move].remarks else (),
                    seen=request.POST.get("seen", ""),
                )
