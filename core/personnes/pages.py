"""Personal data: the register, the copy of what is kept of a person, and its erasure.

Names travel by POST only.
"""

import json
import logging

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from unfold import widgets as unfold

from core import policy
from core.backoffice.scoped import get_scoped
from core.comptes.models import DemandeCle
from core.models import Contact, Effacement, User
from core.models.donnees import NATURES
from core.personnes.copy_of import copy_of
from core.personnes.erasing import erase_account, erase_contact, erase_request
from core.personnes.finding import named
from core.personnes.register import (
    accounts_to_erase,
    contacts_to_erase,
    forgotten_activations,
    forgotten_invitations,
    requests_to_erase,
    traitements,
)
from core.personnes.traces import changes, moves, publications, words_of
from workflows.service import Refused

log = logging.getLogger("sofi.personnes")
MODELS = {
    "contact": (Contact, erase_contact),
    "compte": (User, erase_account),
    "demande": (DemandeCle, erase_request),
}
CONSEQUENCES = {  # what is lost, whether history and versions are rewritten
    "contact": (
        (
            "Le contact perd nom, téléphone et adresse ; "
            "les offres qui le nomment sont diffusées sans lui."
        ),
        True,
    ),
    "compte": (
        (
            "Le compte est fermé, sans nom ni adresse ; "
            "le journal garde ce qu’il a fait, sous un pseudonyme."
        ),
        True,
    ),
    "demande": (
        (
            "La demande perd ce qui dit qui l’a faite ; la réponse reste. "
            "Sans réponse, elle est close."
        ),
        False,
    ),
}
MOST = 30


class SearchForm(forms.Form):
    qui = forms.CharField(
        label="Nom ou adresse électronique",
        min_length=2,
        max_length=160,
        widget=unfold.UnfoldAdminTextInputWidget({"autocomplete": "off"}),
    )


class EraseForm(forms.Form):
    motif = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Par exemple : demande de la personne, reçue le 3 mars.",
        widget=unfold.UnfoldAdminTextInputWidget(),
    )
    sur = forms.BooleanField(
        label="Je sais que rien ne pourra être rétabli",
        widget=unfold.UnfoldBooleanWidget(),
        error_messages={"required": "Cochez cette case pour effacer."},
    )


def urls(site):
    wrap = lambda view: site.admin_view(never_cache(view))  # noqa: E731
    return [
        path("donnees-personnelles/", wrap(register_view), name="donnees_personnelles"),
        path(
            "donnees-personnelles/<slug:nature>/<int:pk>/copie/",
            wrap(copy_view),
            name="donnees_copie",
        ),
        path(
            "donnees-personnelles/<slug:nature>/<int:pk>/effacer/",
            wrap(erase_view),
            name="donnees_effacer",
        ),
    ]


def _check(request, page="donnees_personnelles"):
    if not policy.may_open(request.user, page):
        raise Http404("Page réservée au Cariforef.")


def _person(request, nature, pk):
    if nature not in MODELS:
        raise Http404("Personne inconnue.")
    return get_scoped(MODELS[nature][0], request.user, pk)


def register_view(request):
    """Show the register, and look for a person.

    What is typed goes in the body, never in an address.
    """
    _check(request)
    form = SearchForm(request.POST or None)
    found = []
    if request.method == "POST" and form.is_valid():
        found = list(_found(request.user, form.cleaned_data["qui"].replace("\0", "")))
        log.info("person searched", extra={"by": request.user.pk, "found": len(found)})
    context = {
        **admin.site.each_context(request),
        "title": "Données personnelles",
        "form": form,
        "found": found,
        "searched": request.method == "POST" and form.is_valid(),
        "traitements": traitements(),
        "a_effacer": [
            ("Contacts inactifs", contacts_to_erase().count()),
            ("Comptes sans connexion", accounts_to_erase().count()),
            ("Demandes de clé", requests_to_erase().count()),
            ("Comptes non confirmés", forgotten_activations().count()),
            ("Invitations sans réponse", forgotten_invitations().count()),
        ],
        "effacements": Effacement.objects.allowed(request.user).select_related("par")[:MOST],
        "may_erase": policy.may_open(request.user, "effacer"),
    }
    return TemplateResponse(request, "core/annuaire/donnees.html", context)


def _found(user, words):
    for nature, (model, _) in MODELS.items():
        ordered = model.objects.order_by("nom", "pk")
        keys = named(ordered.allowed(user), words, MOST)
        rows = ordered.filter(pk__in=keys)
        if model is Contact:
            rows = rows.select_related("site__etablissement")
        for row in rows:
            yield (
                NATURES[nature],
                nature,
                row,
                f"{row.prenom} {row.nom}",
                row.site.etablissement if model is Contact else row.email,
            )


def copy_view(request, nature, pk):
    """Send the copy of what is kept of a person, by POST: it is logged."""
    _check(request)
    person = _person(request, nature, pk)
    if request.method != "POST":
        raise Http404
    log.info("person exported", extra={"kind": nature, "number": pk, "by": request.user.pk})
    content = json.dumps(copy_of(person), ensure_ascii=False, indent=2)
    headers = {
        "Content-Disposition": f'attachment; filename="sofi-{nature}-{pk}.json"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)


def erase_view(request, nature, pk):
    """Say what will be rewritten, then erase."""
    _check(request, "effacer")
    person = _person(request, nature, pk)
    form, refused = EraseForm(request.POST or None), None
    itself = person == request.user
    if request.method == "POST" and form.is_valid() and not itself:
        try:
            MODELS[nature][1](person, by=request.user, motif=form.cleaned_data["motif"])
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(
                request,
                "La personne est effacée. L’effacement est inscrit au registre.",
            )
            return HttpResponseRedirect(reverse("admin:donnees_personnelles"))
    consequences, rewritten = CONSEQUENCES[nature]
    words = words_of(person) if rewritten else ()
    context = {
        **admin.site.each_context(request),
        "title": "Effacer une personne",
        "person": person,
        "consequences": consequences,
        "rewritten": rewritten,
        "form": form,
        "refused": refused,
        "itself": itself,
        "counts": [
            ("Mouvements du journal", moves(words).count()),
            ("Modifications de l’historique", changes(words).count()),
            ("Versions publiées", publications(words).count()),
        ]
        if words
        else [],
    }
    return TemplateResponse(request, "core/annuaire/effacer.html", context)
