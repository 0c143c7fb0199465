"""The page of a move: what will happen, what is missing, what changes online, the comment.

A move is made by POST only.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from core import policy
from core.backoffice.addresses import dossier_url, issue_url, move_url
from core.backoffice.parts import state_column
from core.dossiers.difference import differences
from core.dossiers.rows import read
from core.fiches.panel import Line
from core.rules.payload import parse
from core.validation.move_forms import MoveForm, accord_form
from core.validation.transaction import lock_all
from workflows import service
from workflows.labels import label
from workflows.lifecycle import MOVES


def buttons(subject, user):
    """Return the moves a user may make now, with the address of their page."""
    names = [name for name in service.available(subject, user) if has_a_page(name)]
    names.sort(key=lambda name: MOVES[name].place)
    return [(MOVES[name], move_url(subject, name)) for name in names]


def has_a_page(name) -> bool:
    """Whether a move is made on the page of moves; « Mettre à jour en ligne » has its own."""
    return name in MOVES and not MOVES[name].payload


def followed_by(subject, user) -> str:
    """Return who follows a subject, for the Cariforef: « vous », a name, or nothing."""
    if not policy.is_staff(user) or subject.reviewer_id is None:
        return ""
    return "vous" if subject.reviewer_id == user.pk else str(subject.reviewer)


def online_differences(subject, root):
    """Return what changed since the online version, or None when nothing is online."""
    if not subject.is_online:
        return None
    fields = subject.programme.fields
    publication = subject.publications().filter(online=True).first()
    return differences(parse(publication.payload, fields), root, fields)


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
        if not has_a_page(move):
            raise Http404("Mouvement inconnu.")
        if move not in service.available(subject, request.user):
            messages.error(
                request,
                f"« {MOVES[move].label} » n’est plus possible : "
                "la fiche a changé, ou ce n’est pas à vous de le faire.",
            )
            return HttpResponseRedirect(dossier_url(subject))
        root = read(subject)
        siblings = self.siblings(subject, move, request.user)
        # Not `or None`: « M’en occuper » has nothing to type.
        sent = request.POST if request.method == "POST" else None
        form = MoveForm(
            sent,
            move=MOVES[move],
            root=root,
            programme=subject.programme,
            siblings=siblings,
        )
        accord = accord_form(sent, subject, move)
        refused = None
        if sent is not None and form.is_valid() and (accord is None or accord.is_valid()):
            moved = [*siblings, subject] if form.cleaned_data.get("siblings") else [subject]
            try:
                perform_all(request, moved, move, form, accord)
            except service.Refused as refusal:
                refused = refusal
            else:
                messages.success(request, MOVES[move].done)
                return HttpResponseRedirect(dossier_url(subject))
        context = {
            **self.admin_site.each_context(request),
            **move_context(request, subject, move, root, refused),
            "opts": self.opts,
            "warning": self.warning(subject, move),
            "form": form,
            "accord": accord,
            "refused": refused,
        }
        return TemplateResponse(request, "core/moves/move.html", context)

    def warning(self, subject, move):
        """Return what cannot be undone after this move, or nothing; see AnnuaireFicheAdmin."""
        return ""

    def siblings(self, subject, move, user):
        """Return the other subjects for which one may make the same move; see ActionAdmin."""
        return []


def move_context(request, subject, move, root, refused):
    """Return what the page of a move says of its subject."""
    rule = MOVES[move]
    issues = refused.issues if refused and refused.issues else []
    if not issues:
        issues = issues_before(subject, move, request.user)
    compared = rule.complete or rule.restores
    return {
        "subject": subject,
        "title": rule.label,
        "move": rule,
        "followed": followed_by(subject, request.user),
        "issues": [Line(issue, issue_url(issue)) for issue in issues],
        "blocking": sum(issue.blocking for issue in issues),
        "differences": online_differences(subject, root) if compared else None,
        "seen": service.digest(subject) if move == "validate" else "",
        "dossier_url": dossier_url(subject),
        "label": label(subject, staff=policy.is_staff(request.user)),
    }


def issues_before(subject, move, user):
    """Return what would keep this move from being made."""
    issues = [*subject.before_move(move, user)]
    if MOVES[move].complete:
        issues += subject.issues_for(move)
    return issues


def perform_all(request, subjects, move, form, accord):
    """Make a move on several subjects in one transaction; the last is the one of the page."""
    remarks = form.remarks() if MOVES[move].remarks else ()
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
                remarks=remarks,
                seen=request.POST.get("seen", ""),
            )
