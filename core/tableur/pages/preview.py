"""The preview of a filled workbook: what it would write, cell by cell; then what was written."""

from core.tableur import report
from core.tableur.plan import Gravite, Sort, WorkbookPlan
from core.texts.plain import plural

SHOWN = 300  # remarks of the preview; the report has them all
TABLES = (  # title, what follows from it, weight
    (
        "À corriger",
        "Ces offres ne seront pas enregistrées : corrigez les cellules, puis renvoyez le fichier.",
        Gravite.REFUS,
    ),
    (
        "À compléter avant l’envoi",
        "Une offre incomplète s’enregistre en brouillon : terminez-la dans SOFI ou par tableur.",
        Gravite.MANQUE,
    ),
    ("Conseillé", "Rien n’empêche d’enregistrer.", Gravite.CONSEIL),
    ("Pour information", "Ces cellules ne sont pas lues.", Gravite.INFO),
)


def context_of(plan: WorkbookPlan, campagne) -> dict:
    """Return what the preview shows of a plan."""
    counts = plan.counts()
    return {
        "campagne": campagne,
        "generales": plan.generales,
        "counts": [
            (report.WOULD[sort].capitalize(), count) for sort, count in counts.items() if count
        ],
        "incomplete": sum(bool(offre.manques) for offre in plan.acceptees),
        "tables": tables(plan.remarques),
        "fingerprint": plan.empreinte(),
        "can_confirm": bool(plan.acceptees),
        "refusees": counts[Sort.REFUSEE],
    }


def tables(remarques) -> list[tuple]:
    """Return the remarks by weight: [(title, help, those that are shown, how many are not)]."""
    rows = []
    for title, help_text, gravite in TABLES:
        of_this_weight = [remarque for remarque in remarques if remarque.gravite is gravite]
        if of_this_weight:
            hidden = max(len(of_this_weight) - SHOWN, 0)
            rows.append((title, help_text, of_this_weight[:SHOWN], hidden))
    return rows


def summary(plan: WorkbookPlan) -> str:
    """Return what was written, in a sentence."""
    counts = plan.counts()
    parts = [
        plural(
            counts[Sort.CREER],
            "session saisie dans une nouvelle offre",
            "sessions saisies dans de nouvelles offres",
        ),
        plural(counts[Sort.AJOUTER], "session ajoutée", "sessions ajoutées"),
        plural(
            counts[Sort.DISPOSITIF],
            "dispositif ajouté à une session",
            "dispositifs ajoutés à une session",
        ),
        plural(counts[Sort.MODIFIER], "session modifiée", "sessions modifiées"),
        plural(counts[Sort.REFUSEE], "ligne refusée", "lignes refusées"),
    ]
    shown = [part for part in parts if not part.startswith("0 ")]
    return ", ".join(shown).capitalize() + "."
