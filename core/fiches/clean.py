"""« Nettoyer le texte »: gives back what is typed without what must not be pasted.

Writes nothing.
"""

from django.http import Http404, JsonResponse

from core.texts.faults import clean

LONGEST = 50_000  # characters; ten times what any field takes


def nettoyer_view(request):
    """Answer the button of a long text."""
    if request.method != "POST":
        raise Http404("Cette adresse répond au bouton « Nettoyer le texte ».")
    text = request.POST.get("texte", "")
    if len(text) > LONGEST:
        refusal = f"Ce texte compte {len(text)} caractères : raccourcissez-le avant de le nettoyer."
        return JsonResponse({"refus": refusal}, status=413)
    return JsonResponse({"texte": clean(text)})
