"""Lives of an action: the moves that bring it to each state, with what people say."""

from core.demo.offres import save
from core.models import AccordRegion
from workflows.service import perform

SCENARIOS = (
    "en ligne",
    "en ligne",
    "brouillon",
    "à valider",
    "en ligne",
    "questions",
    "en ligne",
    "brouillon complet",
    "refusée",
    "modifiée",
    "en ligne",
    "à valider",
    "modification à valider",
    "en ligne",
    "retirée",
    "répondue",
    "archivée",
    "en ligne",
    "en ligne",
    "reprise",
)
QUESTION = "Pouvez-vous préciser l’adresse de l’information collective et les pré-requis ?"


def play(scenario, action, *, by, staff):
    """Make the moves of a scenario, as the organisation and the Cariforef would."""
    if scenario.startswith("brouillon"):
        return
    perform(action, "submit", by=by, comment="Saisie relue avec l’équipe.")
    match scenario:
        case "questions":
            perform(action, "ask", by=staff, comment=QUESTION, remarks=[remark(action)])
        case "répondue":
            perform(action, "ask", by=staff, comment=QUESTION, remarks=[remark(action)])
            perform(action, "answer", by=by, comment="C’est précisé dans la fiche Action.")
        case "refusée":
            perform(
                action,
                "refuse",
                by=staff,
                comment="Les objectifs reprennent une autre formation : merci de les revoir.",
            )
        case "reprise":
            perform(action, "take_back", by=by)
        case "en ligne" | "modifiée" | "modification à valider" | "retirée" | "archivée":
            perform(action, "validate", by=staff)
    match scenario:
        case "modifiée":
            perform(action, "reopen", by=by, comment="Nouvelles dates")
        case "modification à valider":
            perform(action, "reopen", by=by, comment="Objectifs complétés")
            action.refresh_from_db()
            objectifs = f"{action.objectifs} Les acquis sont évalués à chaque étape.".strip()
            save(action, action, by, {"objectifs": objectifs})
            AccordRegion.objects.create(
                action=action,
                publication=action.online_number,
                date=action.state_since.date(),
                reference="Courriel du service Formation",
                donne_par="Région, service Formation",
                saisi_par=by,
            )
            perform(action, "submit", by=by)
            perform(action, "take", by=staff)
        case "retirée":
            perform(action, "unpublish", by=staff, comment="Session annulée par l’organisme.")
        case "archivée":
            perform(action, "archive", by=by, comment="Formation arrêtée.")


def remark(action):
    path = f"{action.key}.commentaire_prerequis"
    return {
        "path": path,
        "label": f"Action {action.pk}, Commentaire pré-requis",
        "message": "Quels pré-requis, exactement ?",
    }
