"""Public texts that staff edit."""

from django.shortcuts import get_object_or_404, render

from core.comptes.models import Texte


def texte(request, code):
    return render(request, "comptes/texte.html", {"texte": get_object_or_404(Texte, code=code)})
