"""Pages of the back-office that are not those of a row."""

from django.http import Http404
from django.urls import path

from core.annuaire.admin.urls import urls as annuaire_urls
from core.campagnes.admin.essayer import essayer_view
from core.campagnes.admin.places import places_view
from core.comptes.admin.urls import urls as comptes_urls
from core.exploitation.extensions import extensions_view
from core.fiches.autosave.views import forget_view, keep_view
from core.fiches.clean import nettoyer_view
from core.imports.region.pages import urls as import_region_urls
from core.offres.admin.copies import copy_action_view, copy_formation_view, copy_session_view
from core.offres.admin.create import create_view
from core.offres.admin.formations_publiques import formations_publiques
from core.offres.admin.rollover import rollover_view
from core.offres.admin.sessions_together import sessions_view
from core.offres.admin.take_over import take_over_view
from core.procedure.pages import urls as procedure_urls
from core.referentiels.admin import termes
from core.tableur.pages.pages import urls as tableur_urls
from core.validation.live_page import live_site_view, live_view
from core.validation.queue import next_view, queue_view
from core.validation.send_many import sending_view


def no_short_address(request, content_type_id, object_id):
    """Close Django's « voir sur le site », which says what exists without asking the policy."""
    raise Http404("Adresse inconnue.")


def urls(site):
    wrap = site.admin_view
    return [
        *comptes_urls(site),
        path("creer/", wrap(create_view), name="creer"),
        path("formations-publiques/", wrap(formations_publiques), name="formations_publiques"),
        path("essayer/", wrap(essayer_view), name="essayer"),
        path("extensions/", wrap(extensions_view), name="extensions"),
        path("places/", wrap(places_view), name="places"),
        path("reconduire/", wrap(rollover_view), name="reconduire"),
        path("reconduire/<int:pk>/", wrap(rollover_view), name="reconduire_campagne"),
        path("envoi/", wrap(sending_view), name="envoi"),
        path("sessions/<int:pk>/dupliquer/", wrap(copy_session_view), name="dupliquer_session"),
        path("sessions/<int:pk>/reprendre/", wrap(take_over_view), name="reprendre_session"),
        path("actions/<int:pk>/sessions/", wrap(sessions_view), name="core_action_sessions"),
        path("actions/<int:pk>/dupliquer/", wrap(copy_action_view), name="dupliquer_action"),
        path(
            "formations/<int:pk>/dupliquer/",
            wrap(copy_formation_view),
            name="dupliquer_formation",
        ),
        path("saisie/", wrap(keep_view), name="saisie_garder"),
        path("saisie/<int:pk>/oublier/", wrap(forget_view), name="saisie_oublier"),
        path("file/", wrap(queue_view), name="file"),
        path("file/<slug:tab>/", wrap(queue_view), name="file_onglet"),
        path("file/apres/<slug:key>/", wrap(next_view), name="file_apres"),
        path("sessions/<int:pk>/en-ligne/", wrap(live_view), name="session_en_ligne"),
        path("sites/<int:pk>/en-ligne/", wrap(live_site_view), name="site_en_ligne"),
        path("nettoyer/", wrap(nettoyer_view), name="nettoyer"),
        path("termes/<slug:famille>/", wrap(termes), name="termes"),
        path("r/<path:content_type_id>/<path:object_id>/", wrap(no_short_address)),
        *annuaire_urls(site),
        *import_region_urls(site),
        *procedure_urls(site),
        *tableur_urls(site),
    ]
