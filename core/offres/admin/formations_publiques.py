"""The assistant « Formations publiques »: from the lot of the Région to the four fiches, already filled (S3)."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold import widgets as unfold

from core import policy
from core.fiches.forms.fields import CertificationField
from core.models import Action, Etablissement
from core.offres import assistant, creation
from core.rules import Need
from workflows.service import Refused

OUI, NON = "oui", "non"
YES_NO = [(OUI, "Oui"), (NON, "Non")]


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
        self.asked = answers
        held = {question.name: question.value for question in self.questions}
        super().__init__(
            {**answers.dict(), **held} if data is not None else None,
            initial={**answers.dict(), **held},
        )
        for question in self.questions:
            self.fields[question.name] = self.question(question)
        if known := self.attribution and assistant.formations_of(
            self.attribution,
            held["organisme"],
            user,
        ):
            self.fields["formation"] = forms.ModelChoiceField(
                known,
                label="Formation",
                required=False,
                empty_label="Nouvelle formation",
                widget=unfold.UnfoldAdminSelectWidget(),
                help_text="Si vous avez déjà décrit cette formation pour ce programme, ajoutez-y une action.",
            )
        if self.reference and self.reference.need is not Need.FIXED:
            self.fields["reference"] = forms.ChoiceField(
                choices=YES_NO,
                label="Référence Certifinfo",
                widget=unfold.UnfoldAdminRadioSelectWidget(),
                initial=NON,
                help_text="Oui si la formation mène à une certification inscrite dans Certifinfo.",
            )
            self.fields["certifinfo"] = CertificationField(
                label="Code Certifinfo",
                required=False,
                help_text="Cherchez par un mot du titre ou par le code.",
            )

    def question(self, question):
        refused = {choice.value for choice in question.choices if choice.refused}
        choices = [
            (c.value, f"{c.label} – indisponible" if c.refused else c.label)
            for c in question.choices
        ]
        if ("", "Cariforef") not in choices:
            choices = [("", question.waits_for or "Choisissez"), *choices]
        reasons = [f"{c.label} : {c.refused}" for c in question.choices if c.refused]
        return forms.ChoiceField(
            label=question.label,
            choices=choices,
            required=("", "Cariforef") not in choices,
            widget=Answers(refused),
            help_text=" ".join(reasons[:5]),
            error_messages={
                "required": question.waits_for or f"{question.label} : choisissez dans la liste.",
            },
        )

    def clean(self):
        data = super().clean()
        for question in self.questions:
            asked = self.asked.get(question.name)
            if asked and str(asked) != question.value:
                self.add_error(
                    question.name,
                    "Cette réponse n’est pas possible avec les précédentes : vérifiez-les, puis recommencez.",
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
        return (
            self.cleaned_data.get("certifinfo", "")
            if self.cleaned_data.get("reference") == OUI
            else ""
        )


def formations_publiques(request):
    """Ask the questions of S3, then create the formation, the action, a session and its dispositif."""
    if not policy.may_add(request.user, Action):
        raise Http404("Création réservée à qui saisit des offres.")
    sent = request.method == "POST" and "_continue" not in request.POST
    answers = request.POST or request.GET
    form = FormationPublique(answers if sent else None, user=request.user, answers=answers)
    if sent and form.is_valid():
        try:
            with transaction.atomic():
                action = creation.create_action(
                    by=request.user,
                    porteur=form.porteur,
                    attribution=form.attribution,
                    certifinfo=form.certifinfo,
                    formation=form.cleaned_data.get("formation"),
                )
                session = creation.add_session(action)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request,
                f"Offre {session.code} créée : vérifiez la fiche Formation, puis passez à l’action.",
            )
            return HttpResponseRedirect(
                reverse("admin:core_formation_change", args=[action.formation_id]),
            )
    context = {
        **admin.site.each_context(request),
        "title": "Formations publiques",
        "form": form,
        "sentence": form.attribution
        and assistant.sentence(form.attribution, form.porteur or "le Cariforef"),
        "fixed": form.reference if form.reference and form.reference.need is Need.FIXED else None,
        "nothing": not any(
            question.choices for question in form.questions if not question.waits_for
        ),
    }
    return TemplateResponse(request, "core/create/formations_publiques.html", context)
