"""Addresses of one's account, and of those who have none yet.

Names are allauth's where the page is its own.
"""

from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from core.comptes.views import activation, compte, demande, invitation, joining, textes

COMPTE = [
    path(
        "connexion/",
        RedirectView.as_view(pattern_name="admin:login", query_string=True),
        name="account_login",
    ),
    path(
        "inscription/", RedirectView.as_view(pattern_name="compte_activer"), name="account_signup"
    ),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("verifier/", account.reauthenticate, name="account_reauthenticate"),
    path("adresse/", account.email, name="account_email"),
    path(
        "adresse/envoyee/", account.email_verification_sent, name="account_email_verification_sent"
    ),
    path("adresse/confirmer/", compte.confirmer_adresse, name="compte_confirmer_adresse"),
    re_path(
        r"^adresse/confirmer/(?P<key>[-:\w]+)/$",
        account.confirm_email,
        name="account_confirm_email",
    ),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/definir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path("mot-de-passe/reinitialiser/", compte.reinitialiser, name="compte_reinitialiser"),
    path(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/reinitialiser/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("double-authentification/", include("allauth.mfa.urls")),
    path("sessions/", list_usersessions, name="usersessions_list"),
]
ENTREE = [
    path("activer/", activation.activer, name="compte_activer"),
    path("activer/informations/", activation.informations, name="compte_informations"),
    path("activer/signaler/", activation.signaler, name="compte_signaler"),
    path("activer/compte/", activation.creer, name="compte_creer"),
    path("activer/confirmer/", activation.confirmer, name="compte_confirmer"),
    path("invitation/", invitation.invitation, name="compte_invitation"),
    path("rejoindre/", joining.rejoindre, name="compte_rejoindre"),
    path("demander-une-cle/", demande.demander, name="compte_demander"),
    path("aide/<slug:code>/", textes.texte, name="compte_texte"),
]
urlpatterns = COMPTE + ENTREE
