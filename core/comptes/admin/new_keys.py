"""« Créer des clés d’activation »: choose établissements, see, then print the letters."""

import re

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from unfold import widgets as unfold

from core import policy
from core.comptes import letters
from core.comptes.cles import create_key, revoke
from core.comptes.models import CleActivation
from core.fasd.shapes import siret
from core.files.spreadsheets import UnreadableFile, read_rows
from core.models import Etablissement
from core.search.matching import matching

SHOWN = 100  # établissements to tick at once
SIRET = re.compile(r"\d{14}")
SEPARATOR = re.compile(r"[,;\r\n]")


class ChoisirForm(forms.Form):
    """Établissements ticked, typed, or in a file."""

    choisis = forms.ModelMultipleChoiceField(
        Etablissement.objects.filter(ferme_le=None),
        required=False,
    )
    sirets = forms.CharField(
        label="SIRET",
        required=False,
        help_text="Un par ligne ; les espaces ne comptent pas.",
        widget=unfold.UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    fichier = forms.FileField(
        label="Fichier",
        required=False,
        max_length=200,
        help_text="CSV ou classeur Excel (.xlsx) où sont les SIRET.",
        widget=forms.FileInput(
            attrs={"accept": ".csv,.xlsx,.txt", "class": "bouton bouton-second"}
        ),
    )

    def clean(self):
        """Read the SIRETs that were typed, and those of the file; say which are impossible."""
        values = super().clean()
        typed = [siret(line) for line in SEPARATOR.split(values.get("sirets") or "")]
        in_file = [siret(cell) for cell in self._cells(values.get("fichier"))]
        ticked = [row.siret for row in values.get("choisis") or ()]
        every = dict.fromkeys([*typed, *in_file, *ticked])
        self.found = [number for number in every if SIRET.fullmatch(number)]
        # A file has other columns: what it holds beside SIRETs is not told.
        self.misspelt = [
            text for text in dict.fromkeys(typed) if text and not SIRET.fullmatch(text)
        ]
        if not self.found and not self.errors:
            raise forms.ValidationError(
                "Cochez un établissement, ou donnez un SIRET à 14 chiffres.",
            )
        return values

    def _cells(self, file) -> list[str]:
        if not file:
            return []
        try:
            return [cell for row in read_rows(file.read()) for cell in row.cells]
        except UnreadableFile as refused:
            self.add_error("fichier", str(refused))
            return []


def open_to(request):
    if not policy.may_open(request.user, "cles"):
        raise Http404("Page réservée au Cariforef.")


@never_cache
@sensitive_variables("made")
def nouvelles(request):
    """Ask which établissements (GET), show what it would do, then answer the letters."""
    open_to(request)
    form = ChoisirForm(request.POST or None, request.FILES or None)
    rows = []
    if request.method == "POST" and form.is_valid():
        rows = list(chosen(form))
        if len(rows) > letters.MOST:
            form.add_error(None, f"{len(rows)} lettres : {letters.MOST} au plus à la fois.")
        elif rows and "confirmer" in request.POST:
            with transaction.atomic():
                made = [create_key(row, by=request.user) for row in rows]
                return letters_file(made)
    words = request.GET.get("q", "")
    context = {
        **admin.site.each_context(request),
        "title": "Créer des clés d’activation",
        "q": words,
        "proposes": () if rows else without_account(words),
        "form": form,
        "rows": [(row, pending(row)) for row in rows],
        "sirets": "\n".join(row.siret for row in rows),
        "unknown": unknown(form, rows),
    }
    return TemplateResponse(request, "comptes/admin/cles_nouvelles.html", context)


def chosen(form):
    """Return the établissements of a form, as its page lists them."""
    return (
        Etablissement.objects.filter(siret__in=form.found, ferme_le=None)
        .prefetch_related("cles_activation")
        .select_related("compte_principal__user")
        .order_by("raison_sociale", "pk")
    )


def unknown(form, rows) -> list[str]:
    """Return what was typed or sent and makes no letter."""
    if not hasattr(form, "found"):
        return []
    with_letter = {row.siret for row in rows}
    without = [number for number in form.found if number not in with_letter]
    return [*without, *form.misspelt]


def pending(row):
    """Return the key that this établissement was sent and has not used, if any."""
    keys = [key for key in row.cles_activation.all() if key.etat == "en attente"]
    return keys[0] if keys else None


def letters_file(made):
    """Answer the letters of [(row, key)] as a file that nothing keeps."""
    name = f"cles-activation-{timezone.localtime():%Y%m%d-%H%M}.pdf"
    return HttpResponse(
        letters.pdf(made),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@never_cache
def revoquer(request, pk):
    """Make a key useless: the letter was lost, or went to the wrong place."""
    row = CleActivation.objects.allowed(request.user, "revoke").filter(pk=pk).first()
    if row is None or request.method != "POST":
        raise Http404("Clé introuvable.")
    if row.etat == "en attente":
        revoke(row, by=request.user)
        messages.success(request, "Clé révoquée : elle n’ouvre plus aucun compte.")
    else:
        messages.error(request, f"Cette clé est déjà {row.etat}.")
    return HttpResponseRedirect(reverse("admin:comptes_cleactivation_changelist"))


def without_account(words):
    """Return the établissements that nobody administers, and that no key has been sent to."""
    rows = Etablissement.objects.filter(ferme_le=None, compte_principal=None)
    waiting = CleActivation.objects.filter(
        utilisee_le=None,
        revoquee_le=None,
        expire_le__gt=timezone.now(),
    )
    rows = rows.exclude(pk__in=waiting.values("etablissement"))
    return matching(rows, words).order_by("raison_sociale", "pk")[:SHOWN]
