"""« J’ai reçu une clé d’activation et je veux créer mon compte » (S0)."""

from django.shortcuts import render


def activer(request):
    return render(request, "comptes/activer.html")
