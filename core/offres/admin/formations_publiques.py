"""The assistant « Formations publiques » (S3).

From the lot of the Région to the four fiches, already filled.
"""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from unfold import widgets as unfold

from core import policy
from core.fiches.forms.fields import CertificationField
from core.models import Action, Etablissement
from core.offres import assistant
from core.offres.admin.create import create_and_go
from core.rules import Need

OUI = "oui"
NON = "non"
YES_NO = [(OUI, "Oui"), (NON, "Non")]
REASONS_SHOWN = 5


class Answers(unfold.UnfoldAdminSelectWidget):
    """A list where what cannot be chosen stays, greyed, with its reason."""

    def __init__(self, refused):
        super().__init__()
        self.refused = refused

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if str(value) in self.refused:
            option["attrs"]["disabled"] = True
        return option


class FormationPublique(forms.Form):
    """The five questions and, where the programme asks for it, the référence Certifinfo."""

    def __init__(self, data=None, *, user, answers):
        self.questions, self.attribution = assistant.questions(user, answers)
        self.reference = self.attribution and assistant.certifinfo_of(self.attribution)
        self.answers = answers
        values = {question.name: question.value for question in self.questions}
        initial = {**answers.dict(), **values}
        super().__init__(initial if data is not None else None, initial=initial)
        for question in self.questions:
            self.fields[question.name] = question_field(question)
        self._add_formation(user, values["organisme"])
        if self.reference and self.reference.need is not Need.FIXED:
            self._add_reference()

    def _add_formation(self, user, organisme):
        """Offer the formations that this organisation has described for this programme."""
        if not self.attribution:
            return
        formations = assistant.formations_of(self.attribution, organisme, user)
        if not formations:
            return
        self.fields["formation"] = forms.ModelChoiceField(
            formations,
            label="Formation",
            required=False,
            empty_label="Nouvelle formation",
            widget=unfold.UnfoldAdminSelectWidget(),
            help_text=(
                "Si vous avez déjà décrit cette formation pour ce programme, ajoutez-y une action."
            ),
        )

    def _add_reference(self):
        self.fields["reference"] = forms.ChoiceField(
            choices=YES_NO,
            label="Référence Certifinfo",
            widget=unfold.UnfoldAdminRadioSelectWidget(),
            initial=NON,
            help_text=("Oui si la formation mène à une certification inscrite dans Certifinfo."),
        )
        self.fields["certifinfo"] = CertificationField(
            label="Code Certifinfo",
            required=False,
            help_text="Cherchez par un mot du titre ou par le code.",
        )

    def clean(self):
        data = super().clean()
        for question in self.questions:
            answer = self.answers.get(question.name)
            if answer and str(answer) != question.value:
                self.add_error(
                    question.name,
                    "Cette réponse n’est pas possible avec les précédentes : "
                    "vérifiez-les, puis recommencez.",
                )
        if data.get("reference") == OUI and not data.get("certifinfo"):
            self.add_error(
                "certifinfo",
                "Donnez le code Certifinfo, ou répondez « Non » à la question précédente.",
            )
        return data

    @property
    def porteur(self):
        """Return the établissement that enters the offer; nobody for the Cariforef."""
        chosen = self["organisme"].value()
        return Etablissement.objects.filter(pk=chosen).first() if chosen else None

    @property
    def certifinfo(self):
        if self.cleaned_data.get("reference") != OUI:
            return ""
        return self.cleaned_data.get("certifinfo", "")


def question_field(question):
    """Return the list of the answers to a question; those refused are greyed."""
    refused = [choice for choice in question.choices if choice.refused]
    reasons = [f"{choice.label} : {choice.refused}" for choice in refused]
    choices = [answer_option(choice) for choice in question.choices]
    required = assistant.NOBODY not in choices
    if required:
        choices = [("", question.waits_for or "Choisissez"), *choices]
    missing = question.waits_for or f"{question.label} : choisissez dans la liste."
    return forms.ChoiceField(
        label=question.label,
        choices=choices,
        required=required,
        widget=Answers({choice.value for choice in refused}),
        help_text=" ".join(reasons[:REASONS_SHOWN]),
        error_messages={"required": missing},
    )


def answer_option(choice) -> tuple[str, str]:
    if choice.refused:
        return choice.value, f"{choice.label} – indisponible"
    return choice.value, choice.label


def formations_publiques(request):
    """Ask the questions of S3, then create a formation, an action, a session and its dispositif."""
    if not policy.may_add(request.user, Action):
        raise Http404("Création réservée à qui saisit des offres.")
    sent = request.method == "POST" and "_continue" not in request.POST
    answers = request.POST or request.GET
    form = FormationPublique(answers if sent else None, user=request.user, answers=answers)
    if sent and form.is_valid():
        values = {
            "porteur": form.porteur,
            "attribution": form.attribution,
            "certifinfo": form.certifinfo,
            "formation": form.cleaned_data.get("formation"),
        }
        answer = create_and_go(request, form, values)
        if answer:
            return answer
    context = {
        **admin.site.each_context(request),
        "title": "Formations publiques",
        "form": form,
        "sentence": sentence_of(form),
        "fixed": fixed_reference(form),
        "nothing": has_nothing_to_choose(form),
    }
    return TemplateResponse(request, "core/create/formations_publiques.html", context)


def sentence_of(form):
    """Return what is about to be described, in a sentence, once the attribution is known."""
    if not form.attribution:
        return None
    return assistant.sentence(form.attribution, form.porteur or "le Cariforef")


def fixed_reference(form):
    """Return the field « référence Certifinfo » when the programme fixes it."""
    reference = form.reference
    return reference if reference and reference.need is Need.FIXED else None


def has_nothing_to_choose(form) -> bool:
    """Whether no question that may be answered now has an answer."""
    return not any(question.choices for question in form.questions if not question.waits_for)
