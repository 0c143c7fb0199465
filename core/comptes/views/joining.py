"""The link of an invitation to an établissement: log in and accept, or choose a password."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.comptes import joining as invitations
from core.comptes.forms import NouveauMotDePasse
from core.models import User
from workflows.service import Refused


@never_cache
@sensitive_post_parameters()
def rejoindre(request):
    row = invitations.find(request.GET.get("lien", ""))
    if row is None:
        return dead(request)
    user = User.objects.filter(email=row.email).first()
    if user is None or not user.has_usable_password():
        return open_account(request, row, user)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    mine = request.user.pk == user.pk
    if mine and request.method == "POST":
        try:
            invitations.accept(row, by=request.user)
        except Refused:
            return dead(request)
        messages.success(request, f"Vous avez maintenant accès à {row.etablissement}.")
        return redirect("admin:index")
    return page(request, row, mine=mine, form=None)


def open_account(request, row, user):
    form = NouveauMotDePasse(
        request.POST or None,
        user=user or User(email=row.email, prenom=row.prenom, nom=row.nom),
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, row, mine=True, form=form)
    try:
        user = invitations.accept(row, password=form.cleaned_data["password1"])
    except Refused:
        return dead(request)
    request.session.flush()  # of whoever used this browser
    messages.success(request, "Votre compte est ouvert. Bienvenue dans SOFI.")
    return perform_login(request, user, redirect_url=reverse("admin:index"))


def page(request, row, **context):
    said = {
        "etablissement": row.etablissement,
        "email": row.email,
        "connecte": getattr(request.user, "email", ""),
    }
    return render(request, "comptes/rejoindre.html", said | context)


def dead(request):
    return render(
        request,
        "comptes/invitation_morte.html",
        {"sentence": invitations.DEAD},
        status=404,
    )
