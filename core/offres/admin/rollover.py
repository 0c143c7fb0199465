"""« Reconduire »: a whole campaign copied to the next year, then one page to send it."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold import widgets as unfold

from core import policy
from core.models import Action
from core.offres.admin.copies import ShiftForm
from core.offres.copies import rollover
from workflows.service import Refused

NONE = ("", "Ne pas reconduire")


class RolloverForm(ShiftForm):
    """For each action of the year, the attribution of the next one."""

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            choices = [NONE, *((str(t.pk), words(t)) for t in line.targets)]
            self.fields[name(line)] = forms.ChoiceField(
                label=f"Attribution pour {line.action.code}",
                choices=choices,
                required=False,
                initial=str(line.target.pk) if line.target else "",
                widget=unfold.UnfoldAdminSelectWidget(),
            )

    def clean(self):
        data = super().clean()
        chosen = [data.get(name(line)) for line in self.lines if data.get(name(line))]
        for line in self.lines:
            if chosen.count(data.get(name(line))) > 1:
                self.add_error(name(line), "Cette attribution est choisie deux fois.")
        if not chosen:
            raise forms.ValidationError("Choisissez au moins une attribution de l’année suivante.")
        return data

    @property
    def rows(self):
        return [(line, self[name(line)]) for line in self.lines]

    def pairs(self):
        """Return each action to copy with its attribution."""
        by_pk = {str(t.pk): t for line in self.lines for t in line.targets}
        return [
            (line.action, by_pk[pk]) for line in self.lines if (pk := self.cleaned_data[name(line)])
        ]


def name(line):
    return f"pour_{line.action.pk}"


def words(attribution):
    return f"{attribution.lot.numero} – {attribution.nom_site} ({attribution.places} places)"


def rollover_view(request, pk=None):
    """Choose a campaign, then say what each action becomes; create the copies and go to the page that sends them."""
    if not policy.may_add(request.user, Action):
        raise Http404("Réservé à qui saisit des offres.")
    context = admin.site.each_context(request) | {
        "title": "Reconduire une campagne",
        "campagnes": rollover.campagnes(request.user),
    }
    if pk is None:
        return TemplateResponse(request, "core/copies/campagnes.html", context)
    campagne = get_object_or_404(context["campagnes"], pk=pk)
    lines = rollover.lines(request.user, campagne)
    form = RolloverForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            copies = rollover.roll_over(form.pairs(), by=request.user, shift=form.shift)
        except Refused as refusal:
            form.add_error(None, f"Rien n’a été reconduit. {refusal.message}")
        except OverflowError:
            form.add_error(
                "decalage",
                "Ce décalage sort du calendrier : choisissez-en un plus court.",
            )
        else:
            many = (
                "s sont reconduites : vérifiez-les, puis envoyez-les ensemble"
                if len(copies) > 1
                else (" est reconduite : vérifiez-la, puis envoyez-la")
            )
            messages.success(request, f"{len(copies)} action{many}.")
            return HttpResponseRedirect(
                f"{reverse('admin:envoi')}?campagne={copies[0].attribution.lot.campagne_id}",
            )
    context |= {
        "title": f"Reconduire {campagne}",
        "campagne": campagne,
        "form": form,
        "sessions": sum(line.sessions for line in lines),
        "possible": any(line.targets for line in lines),
        "suivante": campagne.annee + 1,
    }
    return TemplateResponse(request, "core/copies/rollover.html", context)
