"""The link of an invitation: choose a password, and come in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.comptes import invitations
from core.comptes.forms import NouveauMotDePasse
from workflows.service import Refused


@never_cache
@sensitive_post_parameters()
def invitation(request):
    user = invitations.find(request.GET.get("lien", ""))
    if user is None:
        return dead(request)
    form = NouveauMotDePasse(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.follow(user, form.cleaned_data["password1"])
        except Refused:
            return dead(request)
        request.session.flush()  # of whoever used this browser
        messages.success(request, "Votre compte est ouvert. Bienvenue dans SOFI.")
        return perform_login(request, user, redirect_url=reverse("admin:index"))
    return render(request, "comptes/invitation.html", {"form": form, "email": user.email})


def dead(request):
    return render(
        request,
        "comptes/lien_mort.html",
        {"url": reverse("account_reset_password")},
        status=404,
    )
