"""« Formations publiques »: five questions until one attribution is left (S3, D18).

Each narrows the next.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q

from core import plugins, policy
from core.models import Action, Attribution, Campagne, Etablissement, Formation, Lot, User
from core.offres.creation import refused_attribution
from core.rights import scopes
from core.rules import Need
from core.texts.numbers import number

NOBODY = ("", "Cariforef")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: its value, its words, and why it cannot be chosen, if so."""

    value: str
    label: str
    refused: str = ""


@dataclass(slots=True)
class Question:
    """A question with the answers left by those before, and the one that holds."""

    name: str
    label: str
    choices: list[Choice]
    value: str = ""
    waits_for: str = ""

    def settle(self, given: str | None):
        """Hold what was answered when it may be chosen, or the only answer there is."""
        free = [choice.value for choice in self.choices if not choice.refused]
        if given is not None and str(given) in free:
            self.value = str(given)
        elif len(free) == 1:
            self.value = free[0]
        else:
            self.value = ""
        return self.value


@dataclass(slots=True)
class Interview:
    """The questions put to somebody, with the answers that they gave (name to value)."""

    user: User
    answers: dict
    questions: list[Question] = field(default_factory=list)

    def ask(self, name, label, choices: Callable[[], list[Choice]], waits_for="") -> str:
        """Add a question, whose choices are read unless it waits for another; return what holds."""
        question = Question(name, label, [] if waits_for else choices(), waits_for=waits_for)
        self.questions.append(question)
        return question.settle(self.answers.get(name))


def organisms(user):
    """Return the établissements in whose name this user may describe a regional offer."""
    everyone = Etablissement.objects.all()
    if not policy.is_staff(user):
        everyone = everyone.filter(pk__in=scopes.mine(user))
    formateurs = Q(pk__in=Attribution.objects.values("formateur"))
    mandataires_of_lots = Q(pk__in=Lot.objects.values("mandataire"))
    return everyone.filter(formateurs | mandataires_of_lots).order_by("raison_sociale", "pk")


def questions(user, answers) -> tuple[list[Question], Attribution | None]:
    """Return the five questions for these answers (name to value).

    And the attribution that they lead to, once it is known.
    """
    interview = Interview(user, from_attribution(user, answers))
    rows = Attribution.objects.allowed(user, "view")
    staff = policy.is_staff(user)

    organisme = interview.ask("organisme", "Organisme", lambda: organisme_choices(user))
    if organisme:
        rows = rows.filter(Q(formateur=organisme) | Q(lot__mandataire=organisme))

    waits_for = "" if organisme or staff else "Choisissez d’abord l’organisme."
    campagne = interview.ask("campagne", "Programme", lambda: campagnes(rows), waits_for)
    of_campagne = rows.filter(lot__campagne=campagne) if campagne else rows.none()

    waits_for = "" if campagne else "Choisissez d’abord le programme."
    lot = interview.ask("lot", "Intitulé du lot", lambda: lots(of_campagne), waits_for)
    of_lot = of_campagne.filter(lot=lot) if lot else rows.none()

    waits_for = "" if lot else "Choisissez d’abord le lot."
    interview.ask("mandataire", "Mandataire", lambda: mandataires(lot), waits_for)
    attributions = attributions_of(of_lot) if lot else []
    chosen = interview.ask(
        "attribution",
        "Site de réalisation",
        lambda: [place(row) for row in attributions],
        waits_for,
    )
    by_key = {str(row.pk): row for row in attributions}
    return interview.questions, by_key.get(chosen)


def organisme_choices(user) -> list[Choice]:
    """Return in whose name this user may answer; for staff, nobody's first: the Cariforef."""
    choices = [Choice(str(row.pk), str(row)) for row in organisms(user)]
    if policy.is_staff(user):
        return [Choice(*NOBODY), *choices]
    return choices


def attributions_of(rows) -> list[Attribution]:
    rows = rows.select_related("lot__campagne", "lot__mandataire", "formateur", "site")
    return list(rows)


def from_attribution(user, answers):
    """Return the answers that lead to an attribution named alone, as the home page does."""
    if "lot" in answers:
        return answers
    named = number(str(answers.get("attribution") or ""))
    if named is None:
        return answers
    rows = Attribution.objects.allowed(user, "view").filter(pk=named)
    attribution = rows.select_related("lot").first()
    if attribution is None:
        return answers
    given = answers.dict() if hasattr(answers, "dict") else answers
    leading = {
        "campagne": attribution.lot.campagne_id,
        "lot": attribution.lot_id,
        "attribution": attribution.pk,
    }
    if not policy.is_staff(user) and "organisme" not in answers:
        leading["organisme"] = organisme_for(user, attribution)
    return {**given, **leading}


def organisme_for(user, attribution) -> int | None:
    """Return in whose name this user enters an attribution: formateur's, or mandataire's."""
    holders = [attribution.formateur_id, attribution.lot.mandataire_id]
    own = organisms(user).filter(pk__in=holders).values_list("pk", flat=True)
    if attribution.formateur_id in own:
        return attribution.formateur_id
    return next(iter(own), None)


def campagnes(rows) -> list[Choice]:
    campagnes_of_rows = Campagne.objects.filter(pk__in=rows.values("lot__campagne"))
    ordered = campagnes_of_rows.order_by("-annee", "programme")
    return [Choice(str(campagne.pk), str(campagne)) for campagne in ordered]


def lots(rows) -> list[Choice]:
    """Return the lots of these attributions; one where nothing can be entered says why."""
    reasons_by_lot = {}
    rows = rows.select_related("lot__campagne", "lot").order_by("lot__numero", "pk")
    for attribution in rows:
        reasons = reasons_by_lot.setdefault(attribution.lot, [])
        reasons.append(refused_attribution(attribution))
    choices = []
    for lot, reasons in reasons_by_lot.items():
        refused = reasons[0] if all(reasons) else ""
        choices.append(Choice(str(lot.pk), str(lot), refused))
    return choices


def mandataires(lot) -> list[Choice]:
    rows = Etablissement.objects.filter(lots=lot)
    return [Choice(str(row.pk), str(row)) for row in rows]


def place(attribution) -> Choice:
    label = f"{attribution.nom_site} – {attribution.formateur} ({places_in_words(attribution)})"
    return Choice(str(attribution.pk), label, refused_attribution(attribution))


def places_in_words(attribution) -> str:
    many = "s" if attribution.places > 1 else ""
    return f"{attribution.places} place{many}"


def sentence(attribution, organisme: str) -> str:
    """Spell out what is about to be described."""
    lot = attribution.lot
    return (
        f"Vous allez décrire une offre « {lot.campagne} » "
        f"pour le lot {lot.numero} – {lot.intitule}, "
        f"dont le mandataire est {lot.mandataire}, "
        f"réalisée à {attribution.nom_site} par {attribution.formateur} "
        f"({places_in_words(attribution)}), saisie par {organisme}."
    )


def certifinfo_of(attribution):
    """Return the field « référence Certifinfo » as the programme of an attribution asks it."""
    programme = plugins.programme(attribution.lot.campagne.programme)
    reference = programme.fields["certifinfo"]
    return None if reference.need is Need.UNUSED else reference


def formations_of(attribution, porteur, user):
    """Return the formations of this porteur that an action of this programme may join (D4, D19)."""
    programme = attribution.lot.campagne.programme
    rows = Formation.objects.allowed(user, "view").filter(etablissement=porteur or None)
    rows = rows.filter(actions__attribution__lot__campagne__programme=programme)
    of_others = Action.objects.filter(action_publique=None)
    of_others = of_others.exclude(attribution__lot__campagne__programme=programme)
    return rows.exclude(actions__in=of_others).distinct()
