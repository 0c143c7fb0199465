"""« Saisie par tableur »: take the workbook of a campaign, send it back filled, see what it would do, then confirm."""

from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from core.files.spreadsheets import UnreadableFile
from core.models.versions import rules
from core.tableur.columns import columns_of
from core.tableur.pages import waiting as kept
from core.tableur.pages.downloads import modele_view, rapport_view
from core.tableur.pages.form import EnvoiForm
from core.tableur.pages.frame import for_who_enters_offers, page
from core.tableur.pages.preview import apercu_view
from core.tableur.purpose import is_ordinaire
from core.tableur.reading import read


def urls(site):
    def wrap(view):
        return site.admin_view(never_cache(for_who_enters_offers(view)))

    return [
        path("tableur/", wrap(tableur_view), name="tableur"),
        path("tableur/modele/", wrap(modele_view), name="tableur_modele"),
        path("tableur/apercu/", wrap(apercu_view), name="tableur_apercu"),
        path("tableur/rapport/", wrap(rapport_view), name="tableur_rapport"),
    ]


def tableur_view(request):
    """Offer the workbooks, and take a filled one if it can be read at all."""
    asked = request.GET.get("campagne", "")
    form = EnvoiForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"campagne": asked} if asked else None,
    )
    if request.method == "POST" and form.is_valid():
        fichier, campagne = form.cleaned_data["fichier"], form.cleaned_data["campagne"]
        content = fichier.read()
        try:
            checked(read(content, columns_of(rules(campagne))), campagne)
        except UnreadableFile as error:
            form.add_error("fichier", str(error))
        else:
            kept.keep(request, content, name=fichier.name, campagne=campagne)
            return HttpResponseRedirect(reverse("admin:tableur_apercu"))
    context = {
        "form": form,
        "campagnes": [(cadre, procedure_of(cadre)) for cadre in form.cadres.values()],
        "report": kept.report(request) is not None,
    }
    return page(request, "core/tableur/tableur.html", "Saisie par tableur", context)


def checked(lecture, campagne):
    """Refuse the workbook of an ordinary offer sent for a campaign, and the other way round: their keys are not the same."""
    marque = lecture.mark
    if marque and is_ordinaire(marque) != is_ordinaire(campagne):
        raise UnreadableFile(
            f"Ce classeur est le modèle de « {marque.name} », et non de « {campagne} » : changez votre choix.",
        )


def procedure_of(cadre) -> str:
    """Return the address of the procédure de saisie of a campaign, or of the ordinary offers."""
    if is_ordinaire(cadre):
        return reverse("admin:procedure_programme", args=[cadre.programme])
    return reverse("admin:core_campagne_procedure", args=[cadre.pk])
