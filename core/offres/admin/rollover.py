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
            self.fields[name(line)] = target_field(line)

    def clean(self):
        data = super().clean()
        answers = [data.get(name(line)) for line in self.lines]
        chosen = [answer for answer in answers if answer]
        for line, answer in zip(self.lines, answers, strict=True):
            if chosen.count(answer) > 1:
                self.add_error(name(line), "Cette attribution est choisie deux fois.")
        if not chosen:
            raise forms.ValidationError("Choisissez au moins une attribution de l’année suivante.")
        return data

    @property
    def rows(self):
        return [(line, self[name(line)]) for line in self.lines]

    def pairs(self):
        """Return each action to copy with its attribution."""
        pairs = []
        for line in self.lines:
            by_key = {str(target.pk): target for target in line.targets}
            chosen = self.cleaned_data[name(line)]
            if chosen:
                pairs.append((line.action, by_key[chosen]))
        return pairs


def target_field(line):
    """Return the list of the attributions for which an action may be copied."""
    targets = [(str(target.pk), words(target)) for target in line.targets]
    return forms.ChoiceField(
        label=f"Attribution pour {line.action.code}",
        choices=[NONE, *targets],
        required=False,
        initial=str(line.target.pk) if line.target else "",
        widget=unfold.UnfoldAdminSelectWidget(),
    )


def name(line):
    return f"pour_{line.action.pk}"


def words(attribution):
    return f"{attribution.lot.numero} – {attribution.nom_site} ({attribution.places} places)"


def rollover_view(request, pk=None):
    """Choose a campaign, then say what each action becomes.

    Create the copies and go to the page that sends them.
    """
    if not policy.may_add(request.user, Action):
        raise Http404("Réservé à qui saisit des offres.")
    campagnes = rollover.campagnes(request.user)
    context = {
        **admin.site.each_context(request),
        "title": "Reconduire une campagne",
        "campagnes": campagnes,
    }
    if pk is None:
        return TemplateResponse(request, "core/copies/campagnes.html", context)
    campagne = get_object_or_404(campagnes, pk=pk)
    lines = rollover.lines(request.user, campagne)
    form = RolloverForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        copies = roll_over(form, by=request.user)
        if copies:
            messages.success(request, rolled_over(len(copies)))
            return HttpResponseRedirect(sending_url(copies))
    context |= {
        "title": f"Reconduire {campagne}",
        "campagne": campagne,
        "form": form,
        "sessions": sum(line.sessions for line in lines),
        "possible": any(line.targets for line in lines),
        "suivante": campagne.annee + 1,
    }
    return TemplateResponse(request, "core/copies/rollover.html", context)


def roll_over(form, *, by) -> list[Action]:
    """Make the copies; a refusal is told on the form, and there are none."""
    try:
        return rollover.roll_over(form.pairs(), by=by, shift=form.shift)
    except Refused as refusal:
        form.add_error(None, f"Rien n’a été reconduit. {refusal.message}")
    except OverflowError:
        form.add_error("decalage", "Ce décalage sort du calendrier : choisissez-en un plus court.")
    return []


def rolled_over(count) -> str:
    if count > 1:
        return f"{count} actions sont reconduites : vérifiez-les, puis envoyez-les ensemble."
    return f"{count} action est reconduite : vérifiez-la, puis envoyez-la."


def sending_url(copies) -> str:
    """Return the page that sends the drafts of the campaign of these copies."""
    campagne = copies[0].attribution.lot.campagne_id
    return f"{reverse('admin:envoi')}?campagne={campagne}"
