"""« Mon équipe »: the accounts of one's établissements, for their main account; and for staff."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold import widgets as unfold

from core.backoffice.scoped import get_scoped
from core.comptes import equipe
from core.models import Etablissement, Membership, Site
from core.texts.numbers import number
from workflows.service import Refused

MOST = 50  # établissements on one page


class SitesField(forms.ModelMultipleChoiceField):
    """« Sites administrables »: none ticked, all."""

    def __init__(self, rows):
        super().__init__(
            rows,
            label="Sites administrables",
            required=False,
            help_text="Aucun coché : tous les sites.",
            widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
        )


class LimiterForm(forms.Form):
    def __init__(self, *args, etablissement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sites"] = SitesField(Site.objects.filter(etablissement=etablissement))


def managed(request):
    """Return the établissements whose accounts this person manages.

    One's own, or the one that staff asks for.
    """
    rows = Etablissement.objects.allowed(request.user, "manage_accounts")
    asked = number(request.GET.get("etablissement"))
    return rows if asked is None else rows.filter(pk=asked)


def page(request, template, title, **context):
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
    )


def liste(request):
    """List the accounts of one's établissements."""
    rows = list(
        managed(request)
        .select_related("compte_principal")
        .prefetch_related("memberships__user", "memberships__sites", "invitations__sites")
        .order_by("raison_sociale", "pk")[:MOST],
    )
    if not rows:
        raise Http404("Aucun établissement dont vous gérez les comptes.")
    return page(request, "comptes/admin/equipe.html", "Comptes de mon équipe", rows=rows)


def back(etablissement):
    return HttpResponseRedirect(f"{reverse('admin:equipe')}?etablissement={etablissement.pk}")


def modifier(request, pk):
    """Choose which sites an account administers."""
    membership = get_scoped(Membership, request.user, pk, "manage")
    typed = request.POST if request.method == "POST" else None  # nothing ticked is an answer
    form = LimiterForm(
        typed,
        etablissement=membership.etablissement,
        initial={"sites": membership.sites.all()},
    )
    if request.method == "POST" and form.is_valid():
        equipe.limit(membership, by=request.user, sites=form.cleaned_data["sites"])
        messages.success(request, "Sites enregistrés.")
        return back(membership.etablissement)
    title = f"Sites administrables – {membership.user}"
    return page(request, "comptes/admin/equipe_form.html", title, form=form, bouton="Enregistrer")


MOVES = {
    "retirer": (
        equipe.withdraw,
        "Accès retiré.",
        "Retirer l’accès de {user}",
        "Retirer l’accès",
        "{user} ne verra plus rien de {etablissement}. Ce qui a été saisi reste.",
    ),
    "transmettre": (
        equipe.hand_over,
        "Compte principal transmis.",
        "Transmettre le compte principal",
        "Transmettre",
        "{user} administrera {etablissement} et ses comptes à la place du compte principal actuel.",
    ),
    "relancer": (
        equipe.invite_again,
        "Invitation envoyée de nouveau.",
        "Renvoyer l’invitation",
        "Renvoyer",
        "{user} recevra un nouveau lien pour choisir son mot de passe.",
    ),
}


def mouvement(request, pk, nom):
    """Ask to confirm (GET), then do it (POST)."""
    membership = get_scoped(Membership, request.user, pk, "manage")
    if nom not in MOVES or (nom == "relancer" and membership.user.has_usable_password()):
        raise Http404("Geste inconnu.")
    do, done, title, bouton, sentence = MOVES[nom]
    names = {"user": str(membership.user), "etablissement": str(membership.etablissement)}
    if request.method == "POST":
        etablissement = membership.etablissement
        try:
            do(membership, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, done)
        return (
            back(etablissement)
            if managed(request).filter(pk=etablissement.pk).exists()
            else HttpResponseRedirect(reverse("admin:index"))
        )
    return page(
        request,
        "comptes/admin/equipe_form.html",
        title.format(**names),
        form=forms.Form(),
        bouton=bouton,
        sentence=sentence.format(**names),
        grave=nom == "retirer",
    )


def urls(site):
    wrap = site.admin_view
    return [
        path("equipe/", wrap(liste), name="equipe"),
        path("equipe/comptes/<int:pk>/", wrap(modifier), name="equipe_modifier"),
        path("equipe/comptes/<int:pk>/<slug:nom>/", wrap(mouvement), name="equipe_mouvement"),
    ]
