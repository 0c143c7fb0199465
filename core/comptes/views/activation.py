"""« J’ai reçu une clé d’activation et je veux créer mon compte » (S0).

In three pages and a link.
"""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.comptes import activation, cles, lockouts
from core.comptes.activation import COMPLEMENTARY
from core.comptes.forms import CleForm, ComplementForm, CompteForm, MotDePasseForm, SignalerForm
from core.comptes.letters import address
from core.fasd.identifiants import grouped
from core.models import User
from core.texts.plain import plural
from workflows import mails
from workflows.service import Refused

SESSION = "activation"
WRONG = (
    "Ce SIRET et cette clé ne vont pas ensemble, ou la clé n’est plus valable. "
    "Relisez votre lettre, ou demandez une clé."
)


def wait_sentence(minutes) -> str:
    return f"Trop d’essais : attendez {plural(minutes, 'minute')} avant de recommencer."


def current(request):
    """Return the key that this visitor has shown, if it still opens an account."""
    kept = request.session.get(SESSION)
    return (
        cles.usable().select_related("etablissement").filter(pk=kept["cle"]).first()
        if kept
        else None
    )


@never_cache
@sensitive_post_parameters()
def activer(request):
    """Ask for the SIRET and the key. What is answered is the same whatever exists."""
    form = CleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"siret": form.cleaned_data["siret"], "ip": get_adapter().get_client_ip(request)}
        if minutes := lockouts.wait(**who):
            form.add_error(None, wait_sentence(minutes))
        elif found := cles.find(form.cleaned_data["siret"], form.cleaned_data["cle"]):
            lockouts.forgiven(siret=who["siret"])
            request.session.cycle_key()
            request.session[SESSION] = {"cle": found.pk, "corrections": {}}
            return redirect("compte_informations")
        else:
            lockouts.failed(**who)
            form.add_error(None, WRONG)
    return render(request, "comptes/activer.html", {"form": form})


@never_cache
def informations(request):
    """« Rappel de mes informations », and « Informations complémentaires » to check."""
    cle = current(request)
    if cle is None:
        return redirect("compte_activer")
    known = activation.complementary(cle.etablissement)
    kept = request.session[SESSION]
    form = ComplementForm(request.POST or None, initial=known | kept["corrections"])
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in COMPLEMENTARY}
        request.session[SESSION] = kept | {
            "corrections": {k: v for k, v in typed.items() if v != known.get(k, "")},
        }
        return redirect("compte_creer")
    context = {
        "form": form,
        "etablissement": cle.etablissement,
        "siret": grouped(cle.etablissement.siret),
    }
    site = principal(cle.etablissement)
    return render(
        request,
        "comptes/informations.html",
        context | {"site": site, "lignes": address(cle.etablissement)[1:]},
    )


def may_mail(form, cle) -> bool:
    """Whether this key may have one more mail sent, which counts.

    Or say on the form how long to wait.
    """
    if minutes := lockouts.wait(courriels=cle.pk):
        form.add_error(None, wait_sentence(minutes))
        return False
    lockouts.failed(courriels=cle.pk)
    return True


def principal(etablissement):
    return etablissement.sites.filter(principal=True).first()


@never_cache
def signaler(request):
    """Tell the Cariforef that the SIRET or the address is wrong: one goes on all the same."""
    cle = current(request)
    if cle is None:
        return redirect("compte_activer")
    form = SignalerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_mail(form, cle):
        context = form.cleaned_data | {"etablissement": cle.etablissement}
        mails.send(
            "comptes/mails/signalement.txt",
            settings.CONTACT_OFFRE["mail"],
            f"Information à corriger : {cle.etablissement}",
            context,
            reply_to=[form.cleaned_data["email"]],
        )
        messages.success(request, "Le Cariforef est prévenu : il corrigera. Vous pouvez continuer.")
        return redirect("compte_informations")
    return render(
        request,
        "comptes/signaler.html",
        {"form": form, "etablissement": cle.etablissement},
    )


@never_cache
@sensitive_post_parameters()
def creer(request):
    """Choose the main account and its password; nothing exists until its address is confirmed."""
    cle = current(request)
    if cle is None:
        return redirect("compte_activer")
    form = CompteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_mail(form, cle):
        said = form.cleaned_data
        activation.ask(
            cle,
            email=said["email"],
            prenom=said["prenom"],
            nom=said["nom"],
            password=said["password1"],
            corrections=request.session[SESSION]["corrections"],
        )
        return render(request, "comptes/confirmation_envoyee.html", {"email": said["email"]})
    return render(request, "comptes/creer.html", {"form": form, "etablissement": cle.etablissement})


def dead(request):
    return render(request, "comptes/lien_mort.html", {"url": reverse("compte_activer")}, status=404)


@never_cache
@sensitive_post_parameters()
def confirmer(request):
    """Open the account whose address is confirmed by this link.

    Once its password is typed again.
    """
    row = activation.find(request.GET.get("lien", ""))
    if row is None:
        return dead(request)
    form = MotDePasseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"confirmation": row.pk, "ip": get_adapter().get_client_ip(request)}
        if minutes := lockouts.wait(**who):
            form.add_error(None, wait_sentence(minutes))
        elif not activation.right_password(row, form.cleaned_data["password"]):
            lockouts.failed(**who)
            form.add_error("password", "Ce n’est pas le mot de passe de ce compte.")
        elif User.objects.filter(email=row.email, is_active=False).exists():
            form.add_error(None, "Ce compte est désactivé : écrivez au Cariforef.")
        else:
            try:
                user = activation.confirm(row)
            except Refused:
                return dead(request)
            request.session.flush()
            messages.success(request, "Votre compte est créé. Bienvenue dans SOFI.")
            return perform_login(request, user, redirect_url=reverse("admin:index"))
    known = User.objects.filter(email=row.email).exists()
    return render(
        request,
        "comptes/confirmer.html",
        {"form": form, "etablissement": row.cle.etablissement, "email": row.email, "known": known},
    )
