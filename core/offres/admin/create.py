"""« Créer »: a new ordinary offer, from a Certifinfo code, from nothing, or from a formation."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from core import policy
from core.fiches.forms.fields import CertificationField
from core.fiches.forms.rows import RowField
from core.models import Action, Etablissement, Formation
from core.offres import creation
from core.rights import scopes
from workflows.service import Refused


class CreateForm(forms.Form):
    """Where the offer comes from, and in whose name it is entered."""

    porteur = RowField(
        column=Action._meta.get_field("porteur"),
        label="Organisme qui saisit",
        required=False,
        empty_label="Cariforef",
    )
    certifinfo = CertificationField(
        label="Code Certifinfo",
        required=False,
        help_text=(
            "Si la formation mène à une certification : son intitulé et son type seront repris."
        ),
    )
    formation = RowField(
        column=Action._meta.get_field("formation"),
        label="Formation existante",
        required=False,
        empty_label="Nouvelle formation",
        help_text="Pour ajouter une action à une formation déjà décrite.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        porteurs = porteurs_for(user)
        self.fields["porteur"].offer(porteurs)
        self.fields["formation"].offer(formations_for(user))
        self.fields["formation"].label_from_instance = with_its_number
        if not policy.is_staff(user):
            self.fields["porteur"].empty_label = None
            self.fields["porteur"].required = True
            self.fields["porteur"].initial = porteurs.first()


def porteurs_for(user):
    """Return the établissements in whose name this user enters offers."""
    living = Etablissement.objects.filter(ferme_le=None)
    if policy.is_staff(user):
        return living
    return living.filter(pk__in=scopes.mine(user))


def formations_for(user):
    """Return the formations to which this user may add an ordinary action."""
    if policy.is_staff(user):
        entered = Q(porteur=None)
    else:
        entered = Q(porteur__in=scopes.mine(user))
    # Negated, or SQLite would go through each action without one.
    own = ~Q(action_publique__isnull=False)
    actions = Action.objects.filter(entered, own)
    return Formation.objects.filter(pk__in=actions.values("formation"))


def with_its_number(formation) -> str:
    """Name a formation; several may have one name."""
    return f"{formation} ({formation.pk})"


def create_view(request):
    """Ask where the offer comes from, create its rows, and go to the first fiche."""
    if not policy.may_add(request.user, Action):
        raise Http404("Création réservée à qui saisit des offres.")
    form = CreateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        answer = create_and_go(request, form, form.cleaned_data)
        if answer:
            return answer
    context = {
        **admin.site.each_context(request),
        "title": "Créer une offre",
        "form": form,
    }
    return TemplateResponse(request, "core/create/create.html", context)


def create_and_go(request, form, values):
    """Create an offer with these values of `create_action`, and go to its first fiche.

    A refusal is told above the form, and nothing is returned.
    """
    try:
        with transaction.atomic():
            action = creation.create_action(by=request.user, **values)
            session = creation.add_session(action)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(
        request,
        f"Offre {session.code} créée : vérifiez la fiche Formation, puis passez à l’action.",
    )
    return HttpResponseRedirect(
        reverse("admin:core_formation_change", args=[action.formation_id]),
    )
