"""« Saisie par tableur »: take the workbook of a campaign, send it back filled, then confirm."""

from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from core.files.spreadsheets import UnreadableFile
from core.imports.sending import Page, Sending
from core.models.versions import rules
from core.tableur import report
from core.tableur.analysis import plan_of
from core.tableur.columns import columns_of
from core.tableur.pages.access import CLOSED, enters_offers, for_who_enters_offers
from core.tableur.pages.downloads import modele_view, rapport_view
from core.tableur.pages.form import EnvoiForm
from core.tableur.pages.latest_report import keep_report, latest_report
from core.tableur.pages.preview import context_of, summary
from core.tableur.purpose import is_ordinaire, purposes
from core.tableur.reading import read
from core.tableur.writing import write_plan


def form(request):
    campagne = request.GET.get("campagne", "")
    return EnvoiForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"campagne": campagne} if campagne else None,
    )


def check(content, form):
    """Refuse a workbook that cannot be read, or whose keys are not those of what was chosen."""
    campagne = form.cleaned_data["campagne"]
    reading = read(content, columns_of(rules(campagne)))
    mark = reading.mark
    if mark and is_ordinaire(mark) != is_ordinaire(campagne):
        raise UnreadableFile(
            f"Ce classeur est le modèle de « {mark.name} », et non de « {campagne} » : "
            "changez votre choix.",
        )


def upload_context(request, form):
    return {
        "campagnes": [(cadre, procedure_of(cadre)) for cadre in form.cadres.values()],
        "report": latest_report(request) is not None,
    }


def procedure_of(cadre) -> str:
    """Return the address of the procédure de saisie of a campaign, or of the ordinary offers."""
    if is_ordinaire(cadre):
        return reverse("admin:procedure_programme", args=[cadre.programme])
    return reverse("admin:core_campagne_procedure", args=[cadre.pk])


def choices(form):
    return {"campagne": form.cleaned_data["campagne"].pk}


def choice(request, waits):
    return purposes(request.user).get(str(waits.get("campagne")))


def preview(request, sent):
    plan = plan_of(sent.content, campagne=sent.choice, user=request.user)
    if request.method == "GET":
        keep_report(request, report.rows(plan))
    return context_of(plan, sent.choice)


def write(request, sent, expected):
    return write_plan(
        sent.content,
        campagne=sent.choice,
        by=request.user,
        name=sent.name,
        expected=expected,
    )


def tell(request, sent, done):
    keep_report(request, report.rows(done.plan, done.codes))
    return f"« {sent.name} » est enregistré. {summary(done.plan)}"


TABLEUR = Sending(
    code="tableur",
    route="tableur/",
    may_open=enters_offers,
    closed=CLOSED,
    upload=Page("Saisie par tableur", "core/tableur/tableur.html"),
    apercu=Page("Aperçu de la saisie par tableur", "core/tableur/apercu.html"),
    form=form,
    check=check,
    upload_context=upload_context,
    preview=preview,
    write=write,
    tell=tell,
    choices=choices,
    choice=choice,
    being_written="« {name} » est en cours d’enregistrement, une seule fois : "
    "son rapport sera ici dans un instant.",
)


def urls(site):
    def wrap(view):
        return site.admin_view(never_cache(for_who_enters_offers(view)))

    return [
        *TABLEUR.urls(site),
        path("tableur/modele/", wrap(modele_view), name="tableur_modele"),
        path("tableur/rapport/", wrap(rapport_view), name="tableur_rapport"),
    ]
