"""« Formations publiques »: five questions, each narrowing the next, until one attribution is left (S3, D18)."""

from dataclasses import dataclass

from django.db.models import Q

from core import plugins, policy
from core.models import Action, Attribution, Campagne, Etablissement, Formation, Lot
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
    """A question of the assistant with the answers left by those before, and the one that holds."""

    name: str
    label: str
    choices: list[Choice]
    value: str = ""
    waits_for: str = ""

    def settle(self, asked: str | None):
        """Hold what was asked when it may be chosen, or the only answer there is."""
        free = [choice.value for choice in self.choices if not choice.refused]
        self.value = (
            str(asked)
            if asked is not None and str(asked) in free
            else free[0]
            if len(free) == 1
            else ""
        )
        return self.value


def organisms(user):
    """Return the établissements in whose name this user may describe a regional offer."""
    everyone = (
        Etablissement.objects.all()
        if policy.is_staff(user)
        else Etablissement.objects.filter(pk__in=scopes.mine(user))
    )
    concerned = Q(pk__in=Attribution.objects.values("formateur")) | Q(
        pk__in=Lot.objects.values("mandataire"),
    )
    return everyone.filter(concerned).order_by("raison_sociale", "pk")


def questions(user, answers) -> tuple[list[Question], Attribution | None]:
    """Return the five questions for these answers (name to value), and the attribution once it is known."""
    answers = from_attribution(user, answers)
    rows = Attribution.objects.allowed(user, "view")
    found = []

    def ask(name, label, choices, waits_for=""):
        found.append(Question(name, label, [] if waits_for else choices(), waits_for=waits_for))
        return found[-1].settle(answers.get(name))

    staff = policy.is_staff(user)
    organisme = ask(
        "organisme",
        "Organisme",
        lambda: [
            *([Choice(*NOBODY)] if staff else []),
            *(Choice(str(row.pk), str(row)) for row in organisms(user)),
        ],
    )
    if organisme:
        rows = rows.filter(Q(formateur=organisme) | Q(lot__mandataire=organisme))
    campagne = ask(
        "campagne",
        "Programme",
        lambda: campagnes(rows),
        "" if organisme or staff else "Choisissez d’abord l’organisme.",
    )
    rows = rows.filter(lot__campagne=campagne) if campagne else rows.none()
    lot = ask(
        "lot",
        "Intitulé du lot",
        lambda: lots(rows),
        "" if campagne else "Choisissez d’abord le programme.",
    )
    rows = rows.filter(lot=lot) if lot else rows.none()
    waits = "" if lot else "Choisissez d’abord le lot."
    ask("mandataire", "Mandataire", lambda: mandataires(lot), waits)
    places = (
        []
        if waits
        else list(rows.select_related("lot__campagne", "lot__mandataire", "formateur", "site"))
    )
    chosen = ask(
        "attribution",
        "Site de réalisation",
        lambda: [place(row) for row in places],
        waits,
    )
    return found, next((row for row in places if str(row.pk) == chosen), None)


def from_attribution(user, answers):
    """Return the answers that lead to an attribution named alone, as the home page does."""
    named = None if "lot" in answers else number(str(answers.get("attribution") or ""))
    if named is None:
        return answers
    row = Attribution.objects.allowed(user, "view").filter(pk=named).select_related("lot").first()
    if row is None:
        return answers
    found = {"campagne": row.lot.campagne_id, "lot": row.lot_id, "attribution": row.pk}
    if not policy.is_staff(user) and "organisme" not in answers:
        mine = (
            organisms(user)
            .filter(pk__in=[row.formateur_id, row.lot.mandataire_id])
            .values_list("pk", flat=True)
        )
        found["organisme"] = (
            row.formateur_id if row.formateur_id in mine else next(iter(mine), None)
        )
    return {**answers.dict(), **found} if hasattr(answers, "dict") else {**answers, **found}


def campagnes(rows):
    found = Campagne.objects.filter(pk__in=rows.values("lot__campagne")).order_by(
        "-annee",
        "programme",
    )
    return [Choice(str(row.pk), str(row)) for row in found]


def lots(rows):
    """Return the lots of these attributions; one where nothing can be entered says why."""
    by_lot = {}
    for row in rows.select_related("lot__campagne", "lot").order_by("lot__numero", "pk"):
        by_lot.setdefault(row.lot, []).append(refused_attribution(row))
    return [
        Choice(str(lot.pk), str(lot), "" if not all(reasons) else reasons[0])
        for lot, reasons in by_lot.items()
    ]


def mandataires(lot):
    return [Choice(str(row.pk), str(row)) for row in Etablissement.objects.filter(lots=lot)]


def place(row):
    words = f"{row.nom_site} – {row.formateur} ({row.places} place{'s' if row.places > 1 else ''})"
    return Choice(str(row.pk), words, refused_attribution(row))


def sentence(attribution, organisme: str) -> str:
    """Spell out what is about to be described."""
    lot = attribution.lot
    return (
        f"Vous allez décrire une offre « {lot.campagne} » pour le lot {lot.numero} – {lot.intitule}, dont le mandataire est "
        f"{lot.mandataire}, réalisée à {attribution.nom_site} par {attribution.formateur} "
        f"({attribution.places} place{'s' if attribution.places > 1 else ''}), saisie par {organisme}."
    )


def certifinfo_of(attribution):
    """Return the field « référence Certifinfo » as the programme of an attribution asks it, or nothing."""
    field = plugins.programme(attribution.lot.campagne.programme).fields["certifinfo"]
    return None if field.need is Need.UNUSED else field


def formations_of(attribution, porteur, user):
    """Return the formations of this porteur that an action of this programme may join (D4, D19)."""
    programme = attribution.lot.campagne.programme
    rows = Formation.objects.allowed(user, "view").filter(etablissement=porteur or None)
    rows = rows.filter(actions__attribution__lot__campagne__programme=programme)
    others = Action.objects.filter(action_publique=None).exclude(
        attribution__lot__campagne__programme=programme,
    )
    return rows.exclude(actions__in=others).distinct()
