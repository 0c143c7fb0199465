"""Somebody is invited, by the page of the team."""

from django.urls import reverse

NEW = {"prenom": "Zoé", "nom": "Seconde", "email": "Zoe@Alpha.example", "notifications": "on"}


def invite(client, etablissement, **more):
    return client.post(
        reverse("admin:equipe_inviter", args=[etablissement.pk]), NEW | more, follow=True
    )
