"""« Je n’ai pas de clé d’activation et souhaite en faire la demande »."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.comptes import lockouts
from core.comptes.adapter import link
from core.comptes.forms import DemandeForm
from core.comptes.views.activation import wait_sentence
from workflows import mails


def tell_the_cariforef(row):
    context = {
        "demande": row,
        "url": link("admin:comptes_demandecle_change", args=[row.pk]),
    }
    mails.send(
        "comptes/mails/demande.txt",
        settings.CONTACT_OFFRE["mail"],
        f"Demande de clé : {row.raison_sociale}",
        context,
    )


@never_cache
def demander(request):
    """Receive a request; the answer says nothing of what the annuaire knows."""
    form = DemandeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ip = get_adapter().get_client_ip(request)
        if minutes := lockouts.wait(ip=f"demande:{ip}"):
            form.add_error(None, wait_sentence(minutes))
        else:
            lockouts.failed(ip=f"demande:{ip}")  # each request counts: nobody fills the queue alone
            row = form.save()
            tell_the_cariforef(row)
            return render(request, "comptes/demande_recue.html")
    return render(request, "comptes/demander.html", {"form": form})
