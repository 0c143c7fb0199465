"""The pages « Essayer un programme » and « Extensions ».

What rules say of fiches, what plugins there are. They write nothing.
"""

import logging
import re
from dataclasses import replace
from datetime import date

from django import forms
from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold import widgets as unfold

from core import plugins, policy
from core.backoffice.addresses import dossier_url, issue_url
from core.dossiers.difference import where
from core.dossiers.rows import read
from core.fiches.badges import diffusion
from core.fiches.forms.dates import DayField
from core.models import Action, Campagne, VersionRegles
from core.models.versions import rules
from core.rights import scopes
from core.rules import Fiche, Programme
from core.texts.numbers import LARGEST

log = logging.getLogger("sofi.plugins")
NUMBER = re.compile(r"(?:(?P<f>\d+)-)?(?P<a>\d+)(?:-(?P<s>\d+))?", re.ASCII)


class EssaiForm(forms.Form):
    """Which rules, on which fiches, on which day."""

    regles = forms.ChoiceField(label="Règles", widget=unfold.UnfoldAdminSelectWidget())
    offre = forms.CharField(
        label="Offre",
        required=False,
        max_length=60,
        widget=unfold.UnfoldAdminTextInputWidget(),
        help_text="Son numéro, comme 19482-89393-143842. Vide : l’exemple du programme.",
    )
    jour = DayField(
        label="Jour",
        required=False,
        help_text="Vide : aujourd’hui, ou le jour que porte l’exemple.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.campagnes = {
            row.pk: row
            for row in Campagne.objects.allowed(user, "view").order_by("programme", "-annee")
        }
        self.fields["regles"].choices = self._choices()
        self.action = self.root = None

    def _choices(self):
        """Return the programmes that this user may read.

        Alone, then in each campaign and each version of its rules.
        """
        codes = [p.code for p in plugins.programmes()]
        if not policy.is_staff(self.user):
            own = set(scopes.my_programmes(self.user))
            codes = [code for code in codes if code in own]
        versions = VersionRegles.objects.filter(
            campagne__in=self.campagnes,
            numero__isnull=False,
        ).order_by("-numero")
        by_campagne = {}
        for pk, numero in versions.values_list("campagne", "numero"):
            by_campagne.setdefault(pk, []).append(numero)
        choices = []
        for code in codes:
            label = plugins.programme(code).titre
            choices.append((f"p:{code}", f"{label}, programme seul"))
            for row in (c for c in self.campagnes.values() if c.programme == code):
                choices.append((f"c:{row.pk}", f"{label}, campagne {row.annee}, règles en vigueur"))
                numbers = by_campagne.get(row.pk, ())
                choices += [
                    (f"c:{row.pk}:{n}", f"{label}, campagne {row.annee}, version {n}")
                    for n in numbers
                ]
        return choices

    def clean_offre(self):
        number = self.cleaned_data["offre"].strip()
        if not number:
            return ""
        match = NUMBER.fullmatch(number)
        found = match and _action(
            self.user,
            {name: int(value) for name, value in match.groupdict().items() if value},
        )
        if not found:
            raise forms.ValidationError(
                f"Aucune offre « {number} » parmi celles que vous pouvez lire.",
            )
        self.action = found
        return number

    def programme(self) -> tuple[Programme, Campagne | None]:
        """Return the rules that were chosen, and their campaign."""
        kind, _, rest = self.cleaned_data["regles"].partition(":")
        if kind == "p":
            return plugins.programme(rest), None
        pk, _, numero = rest.partition(":")
        campagne = self.campagnes[int(pk)]
        return rules(campagne, int(numero) if numero else None), campagne


def _action(user, number) -> Action | None:
    """Return the offer of an F-A-S, F-A or A number, among those that this user may read."""
    if max(number.values()) > LARGEST:
        return None
    rows = Action.objects.allowed(user, "view").filter(pk=number["a"])
    if "f" in number:
        rows = rows.filter(formation=number["f"])
    if "s" in number:
        rows = rows.filter(sessions=number["s"])
    return rows.select_related(
        "formation",
        "attribution__lot__campagne",
        "attribution__lot__mandataire",
    ).first()


def in_campaign(
    root: Fiche,
    programme: Programme,
    campagne: Campagne | None,
    jour: date | None,
) -> Fiche:
    """Return the fiches as if they had been entered in this campaign, on this day."""
    about = {"libelle_programme": programme.label, "regional": programme.regional}
    if campagne:
        about["annee"] = campagne.annee
    if jour:
        about["aujourdhui"] = jour
    return replace(root, contexte=replace(root.contexte, **about))


@require_safe
def essayer_view(request):
    """Judge an example or an offer by a programme, alone or as one of its campaigns asks it."""
    if not policy.may_open(request.user, "essayer"):
        raise Http404("Page réservée au Cariforef et aux gestionnaires de programme.")
    form = EssaiForm(request.GET if "regles" in request.GET else None, user=request.user)
    essai = tried(form) if form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": "Essayer un programme",
        "form": form,
        "essai": essai,
    }
    return TemplateResponse(request, "core/essayer/essayer.html", context)


def tried(form: EssaiForm) -> dict:
    """Return what the page shows of a trial."""
    programme, campagne = form.programme()
    action = form.action
    jour = form.cleaned_data["jour"]
    root = read(action) if action else example_of(programme)
    if root is None:
        return {"programme": programme, "root": None}
    root = in_campaign(root, programme, campagne, jour)
    issues = programme.issues(root)
    blocking = sum(issue.blocking for issue in issues)
    places = {x.key: (where(x) if action else x.level.label) for x in root.walk()}
    return {
        "programme": programme,
        "campagne": campagne,
        "root": root,
        "what": action.title() if action else "Exemple du programme",
        "url": dossier_url(action) if action else "",
        "jour": root.contexte.aujourdhui or timezone.localdate(),
        "lines": [
            {
                "where": places.get(issue.key, ""),
                "issue": issue,
                "url": issue_url(issue) if action else "",
                "label": _label(programme, issue.field),
            }
            for issue in issues
        ],
        "blocking": blocking,
        "advice": len(issues) - blocking,
        "diffusion": diffusion(root, linked=action is not None),
    }


def example_of(programme: Programme) -> Fiche | None:
    """Return the example of a programme.

    Nothing when it has none, or when its plugin fails to give it.
    """
    try:
        return programme.example() if programme.example else None
    except Exception:
        log.exception("example failed", extra={"programme": programme.code})
        return None


def _label(programme: Programme, path: str) -> str:
    """Return the label of the field that an issue names, if it names one."""
    name = path.partition(".")[0]
    return programme.fields[name].label if name in programme.fields else ""
