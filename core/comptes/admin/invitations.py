"""Inviting a person to one's établissement, and the invitations that wait."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import path
from unfold import widgets as unfold

from core.backoffice.scoped import get_scoped
from core.backoffice.shaped import EmailField
from core.comptes import joining
from core.comptes.admin.equipe import SitesField, back, page
from core.comptes.models import Invitation
from core.models import Etablissement, Site
from workflows.service import Refused


class InviterForm(forms.Form):
    prenom = forms.CharField(
        label="Prénom",
        max_length=50,
        widget=unfold.UnfoldAdminTextInputWidget(),
    )
    nom = forms.CharField(label="Nom", max_length=50, widget=unfold.UnfoldAdminTextInputWidget())
    email = EmailField(
        label="Adresse électronique",
        max_length=160,
        widget=unfold.UnfoldAdminTextInputWidget({"inputmode": "email"}),
    )
    notifications = forms.BooleanField(
        label="Reçoit les notifications",
        required=False,
        initial=True,
        widget=unfold.UnfoldBooleanWidget(),
    )

    def __init__(self, *args, etablissement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sites"] = SitesField(Site.objects.filter(etablissement=etablissement))


def inviter(request, pk):
    """Invite a person to an établissement."""
    etablissement = get_scoped(Etablissement, request.user, pk, "manage_accounts")
    form = InviterForm(request.POST or None, etablissement=etablissement)
    if request.method == "POST" and form.is_valid():
        try:
            row = joining.invite(etablissement, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", refusal.message)
        else:
            sent = (
                f"Une invitation est envoyée à {row.email.lower()} : "
                "le compte apparaîtra quand elle sera acceptée."
            )
            messages.success(request, sent)
            return back(etablissement)
    return page(
        request,
        "comptes/admin/equipe_form.html",
        f"Inviter une personne – {etablissement}",
        form=form,
        bouton="Inviter",
    )


GESTES = {
    "renvoyer": (
        joining.send_again,
        "Invitation envoyée de nouveau.",
        "Renvoyer l’invitation",
        "Renvoyer",
        "Un nouveau lien sera envoyé à {email} ; le précédent ne servira plus.",
    ),
    "annuler": (
        joining.cancel,
        "Invitation annulée.",
        "Annuler l’invitation",
        "Annuler l’invitation",
        "Le lien envoyé à {email} ne servira plus.",
    ),
}


def invitation(request, pk, geste):
    """Ask to confirm (GET), then do it (POST)."""
    row = get_scoped(Invitation, request.user, pk, "manage")
    if geste not in GESTES:
        raise Http404("Geste inconnu.")
    do, done, title, bouton, sentence = GESTES[geste]
    if request.method == "POST":
        try:
            do(row, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, done)
        return back(row.etablissement)
    return page(
        request,
        "comptes/admin/equipe_form.html",
        title,
        form=forms.Form(),
        bouton=bouton,
        sentence=sentence.format(email=row.email),
        grave=geste == "annuler",
    )


def urls(site):
    wrap = site.admin_view
    return [
        path("equipe/<int:pk>/inviter/", wrap(inviter), name="equipe_inviter"),
        path(
            "equipe/invitations/<int:pk>/<slug:geste>/",
            wrap(invitation),
            name="equipe_invitation",
        ),
    ]
