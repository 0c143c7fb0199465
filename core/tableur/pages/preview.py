"""The preview of a filled workbook: what it would write, cell by cell; then what was written."""

from core.tableur import report
from core.tableur.plan import Gravity, Outcome, WorkbookPlan
from core.texts.plain import plural

SHOWN = 300  # remarks of the preview; the report has them all
TABLES = (  # title, what follows from it, weight
    (
        "À corriger",
        "Ces offres ne seront pas enregistrées : corrigez les cellules, puis renvoyez le fichier.",
        Gravity.REFUSED,
    ),
    (
        "À compléter avant l’envoi",
        "Une offre incomplète s’enregistre en brouillon : terminez-la dans SOFI ou par tableur.",
        Gravity.MISSING,
    ),
    ("Conseillé", "Rien n’empêche d’enregistrer.", Gravity.ADVICE),
    ("Pour information", "Ces cellules ne sont pas lues.", Gravity.INFO),
)


def context_of(plan: WorkbookPlan, campagne) -> dict:
    """Return what the preview shows of a plan."""
    counts = plan.counts()
    return {
        "campagne": campagne,
        "generales": plan.of_file,
        "counts": [
            (report.WOULD[sort].capitalize(), count) for sort, count in counts.items() if count
        ],
        "incomplete": sum(bool(offre.missing) for offre in plan.accepted),
        "tables": tables(plan.remarks),
        "fingerprint": plan.fingerprint(),
        "can_confirm": bool(plan.accepted),
        "refusees": counts[Outcome.REFUSED],
    }


def tables(remarks) -> list[tuple]:
    """Return the remarks by weight: [(title, help, those that are shown, how many are not)]."""
    rows = []
    for title, help_text, gravity in TABLES:
        of_this_weight = [remark for remark in remarks if remark.gravity is gravity]
        if of_this_weight:
            hidden = max(len(of_this_weight) - SHOWN, 0)
            rows.append((title, help_text, of_this_weight[:SHOWN], hidden))
    return rows


def summary(plan: WorkbookPlan) -> str:
    """Return what was written, in a sentence."""
    counts = plan.counts()
    parts = [
        plural(
            counts[Outcome.CREATE],
            "session saisie dans une nouvelle offre",
            "sessions saisies dans de nouvelles offres",
        ),
        plural(counts[Outcome.ADD], "session ajoutée", "sessions ajoutées"),
        plural(
            counts[Outcome.DISPOSITIF],
            "dispositif ajouté à une session",
            "dispositifs ajoutés à une session",
        ),
        plural(counts[Outcome.CHANGE], "session modifiée", "sessions modifiées"),
        plural(counts[Outcome.REFUSED], "ligne refusée", "lignes refusées"),
    ]
    shown = [part for part in parts if not part.startswith("0 ")]
    return ", ".join(shown).capitalize() + "."
