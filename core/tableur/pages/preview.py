"""The preview of a filled workbook: what it would write, cell by cell; then its writing, once that is agreed to."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from core.files import waiting
from core.tableur import report
from core.tableur.analysis import plan_of
from core.tableur.pages import waiting as kept
from core.tableur.pages.frame import page
from core.tableur.plan import Gravity, Outcome, WorkbookPlan
from core.tableur.purpose import purposes
from core.tableur.writing import write_plan
from core.texts.plain import plural
from workflows.service import Refused

SHOWN = 300  # remarks of the preview; the report has them all


def apercu_view(request):
    """Show what the file would write; write it once that is confirmed."""
    found = kept.waits(request)
    campagne = purposes(request.user).get(str(found.get("campagne")))
    content = waiting.read(found.get("token"))
    if content is None or campagne is None:
        return nothing_waits(request, found)
    if request.method == "POST" and "abandonner" in request.POST:
        kept.forget(request)
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return HttpResponseRedirect(reverse("admin:tableur"))
    refused = ""
    if request.method == "POST":
        try:
            return written(request, found, campagne)
        except Refused as refusal:
            refused = refusal.message
    plan = plan_of(content, campagne=campagne, user=request.user)
    if request.method == "GET":
        kept.keep_report(request, report.rows(plan))
    return preview(request, plan, campagne, found["name"], refused)


def nothing_waits(request, found):
    """Tell that no file waits, or that it is being written: its confirmation was clicked twice."""
    text = "Aucun fichier n’attend : envoyez-le de nouveau."
    if waiting.is_held(found.get("token")):
        text = f"« {found['name']} » est en cours d’enregistrement, une seule fois : son rapport sera ici dans un instant."
    messages.info(request, text)
    return HttpResponseRedirect(reverse("admin:tableur"))


def written(request, found, campagne):
    """Write the file, which nobody else can take meanwhile. Raises `Refused`: it waits again."""
    with waiting.held(found["token"]) as content:
        if content is None:
            return nothing_waits(request, found)
        agreed = {"name": found["name"], "expected": request.POST.get("plan") or "?"}
        done = write_plan(content, campagne=campagne, by=request.user, **agreed)
    kept.forget(request)
    kept.keep_report(request, report.rows(done.plan, done.codes))
    messages.success(request, f"« {found['name']} » est enregistré. {summary(done.plan)}")
    return HttpResponseRedirect(reverse("admin:tableur"))


def preview(request, plan: WorkbookPlan, campagne, name, refused):
    remarks = plan.remarks
    counts = plan.counts()
    context = {
        "name": name,
        "campagne": campagne,
        "refused": refused,
        "generales": plan.of_file,
        "counts": [
            (report.WOULD[sort].capitalize(), count) for sort, count in counts.items() if count
        ],
        "incomplete": sum(bool(o.missing) for o in plan.accepted),
        "tables": [
            (title, help_, shown[:SHOWN], max(len(shown) - SHOWN, 0))
            for title, help_, gravity in TABLES
            if (shown := [r for r in remarks if r.gravity is gravity])
        ],
        "fingerprint": plan.fingerprint(),
        "can_confirm": bool(plan.accepted),
        "refusees": counts[Outcome.REFUSED],
    }
    return page(request, "core/tableur/apercu.html", "Aperçu de la saisie par tableur", context)


TABLES = (  # title, what follows from it, weight
    ("À corriger", "Ces offres ne seront pas enregistrées : corrigez les cellules, puis renvoyez le fichier.", Gravity.REFUSED),
    ("À compléter avant l’envoi", "Une offre incomplète s’enregistre en brouillon : terminez-la dans SOFI ou par tableur.",
     Gravity.MISSING),
    ("Conseillé", "Rien n’empêche d’enregistrer.", Gravity.ADVICE),
    ("Pour information", "Ces cellules ne sont pas lues.", Gravity.INFO),
)  # fmt: skip


def summary(plan: WorkbookPlan) -> str:
    """Return what was written, in a sentence."""
    counts = plan.counts()
    said = [
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
    return ", ".join(text for text in said if not text.startswith("0 ")).capitalize() + "."
