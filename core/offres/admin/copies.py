"""Pages that copy: a session once or in a series, an action, a formation.

Each is a question, then a POST.
"""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold import widgets as unfold

from core import policy
from core.backoffice.addresses import dossier_url
from core.dossiers.saving import changing
from core.fiches.forms.numbers import IntegerField
from core.models import Action, Formation, Session
from core.offres.copies.rollover import mine
from core.offres.copies.rows import copy_action, copy_formation, copy_session
from core.offres.copies.shift import SEMAINES, UNITS, Shift
from core.rights import scopes
from workflows.service import Refused

MOST = 52
FARTHEST = 3700


class ShiftForm(forms.Form):
    """By how much the dates of a copy move."""

    decalage = IntegerField(
        label="Décaler les dates de",
        initial=52,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=(
            "0 : les dates sont reprises telles quelles. 52 semaines gardent le jour de la semaine."
        ),
    )
    unite = forms.ChoiceField(
        label="Unité",
        choices=UNITS,
        initial=SEMAINES,
        widget=unfold.UnfoldAdminSelectWidget(),
    )

    @property
    def shift(self) -> Shift:
        return Shift(self.cleaned_data["decalage"], self.cleaned_data["unite"])


class SerieForm(ShiftForm):
    """A copy, or a series of them."""

    nombre = IntegerField(
        label="Nombre de copies",
        initial=1,
        min_value=1,
        max_value=MOST,
        help_text=(
            "Pour une série, le décalage sépare chaque session de la précédente : "
            "10 copies décalées d’une semaine."
        ),
    )
    field_order = ("nombre", "decalage", "unite")


class FormationForm(ShiftForm):
    """Whose actions are copied with their formation, where several organisations hold some."""

    porteur = forms.ChoiceField(
        label="Actions reprises",
        widget=unfold.UnfoldAdminSelectWidget(),
        help_text=(
            "Plusieurs organismes ont des actions sous cette formation : la copie est à un seul."
        ),
    )
    field_order = ("porteur", "decalage", "unite")

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_porteur = {}
        for action in actions:
            self.by_porteur.setdefault(str(action.porteur_id or 0), []).append(action)
        if self.of_one_porteur:
            del self.fields["porteur"]
        else:
            self.fields["porteur"].choices = [
                (key, whose(actions_of_porteur))
                for key, actions_of_porteur in self.by_porteur.items()
            ]

    @property
    def of_one_porteur(self) -> bool:
        return len(self.by_porteur) == 1

    @property
    def actions(self):
        """Return the actions to copy."""
        first = next(iter(self.by_porteur))
        return self.by_porteur[self.cleaned_data.get("porteur") or first]


def whose(actions) -> str:
    """Name the porteur of these actions, and them."""
    return f"{actions[0].porteur or 'Cariforef'} : {codes_of(actions)}"


def codes_of(actions) -> str:
    return ", ".join(action.code for action in actions)


def page(request, title, form, sentence, button, back):
    context = {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "sentence": sentence,
        "button": button,
        "back": back,
    }
    return TemplateResponse(request, "core/copies/copy.html", context)


def done(request, form, copy):
    """Make the copy in one transaction; a refusal is told above the form.

    Return where it leads, or nothing.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return copy()
    except Refused as refusal:
        form.add_error(None, refusal.message)
    except OverflowError:
        form.add_error("decalage", "Ce décalage sort du calendrier : choisissez-en un plus court.")
    return None


def copy_session_view(request, pk):
    """Copy a session into its own action, once or in a series."""
    changeable = Session.objects.allowed(request.user, "change")
    session = get_object_or_404(changeable.select_related("action__formation"), pk=pk)
    form = SerieForm(request.POST or None, initial={"decalage": 1})

    def copy():
        copies = copies_of(session, form, by=request.user)
        many = len(copies) > 1
        created = "s créées" if many else " créée"
        messages.success(
            request,
            f"{len(copies)} session{created} : vérifiez les dates et les places.",
        )
        target = session.action if many else copies[0]
        return target.get_absolute_url()

    if url := done(request, form, copy):
        return HttpResponseRedirect(url)
    return page(
        request,
        "Dupliquer la session",
        form,
        f"Tout ce qui a été saisi dans la session {session.code} est repris, "
        "avec ses dispositifs ; le recrutement est ouvert.",
        "Dupliquer",
        session.get_absolute_url(),
    )


def copies_of(session, form, *, by) -> list[Session]:
    """Copy a session as many times as asked, and keep each copy in the history of its action."""
    copies = []
    with changing(session.action, by=by) as tell:
        for rank in range(1, form.cleaned_data["nombre"] + 1):
            copy = copy_session(session, shift=form.shift.times(rank))
            tell(copy.key, f"Session {copy.pk}", f"copiée de la session {session.pk}")
            copies.append(copy)
    return copies


def copy_action_view(request, pk):
    """Copy an action under the same formation, for the same attribution."""
    rows = mine(request.user)
    rows = rows.select_related("formation", "porteur", "attribution__lot__campagne")
    action = get_object_or_404(rows, pk=pk)
    if not policy.may_add(request.user, Action):
        raise Http404
    form = ShiftForm(request.POST or None, initial={"decalage": 0})

    def copy():
        twin = copy_action(
            action,
            by=request.user,
            porteur=action.porteur,
            attribution=action.attribution,
            shift=form.shift,
        )
        messages.success(
            request,
            f"Action {twin.code} créée à partir de {action.code} : elle est en cours de saisie.",
        )
        return twin.get_absolute_url()

    if url := done(request, form, copy):
        return HttpResponseRedirect(url)
    sentence = (
        f"L’action {action.code}, ses sessions et leurs dispositifs sont repris "
        "dans une nouvelle action, en cours de saisie."
    )
    return page(request, "Dupliquer l’action", form, sentence, "Dupliquer", dossier_url(action))


def copy_formation_view(request, pk):
    """Copy a formation with the actions that one holds under it."""
    formation = get_object_or_404(Formation.objects.allowed(request.user, "view"), pk=pk)
    rows = mine(request.user).filter(formation=formation).order_by("pk")
    actions = list(rows.select_related("porteur", "attribution__lot__campagne"))
    if not actions or not policy.may_add(request.user, Action):
        raise Http404
    form = FormationForm(request.POST or None, initial={"decalage": 0}, actions=actions)

    def copy():
        chosen = form.actions
        twins = copy_formation(
            formation,
            chosen,
            by=request.user,
            porteur=chosen[0].porteur,
            shift=form.shift,
        )
        twin_of_formation = twins[0].formation_id
        created = "s créées" if len(twins) > 1 else " créée"
        messages.success(
            request,
            f"Formation {twin_of_formation} et {len(twins)} action{created}, en cours de saisie.",
        )
        return reverse("admin:core_formation_change", args=[twin_of_formation])

    if url := done(request, form, copy):
        return HttpResponseRedirect(url)
    if form.of_one_porteur:
        which = f"ses actions ({codes_of(actions)})"
    else:
        which = "les actions d’un organisme"
    sentence = (
        f"Le texte de la formation et {which} sont repris "
        "dans une nouvelle formation, en cours de saisie."
    )
    back = reverse("admin:core_formation_change", args=[formation.pk])
    return page(request, "Dupliquer la formation", form, sentence, "Dupliquer", back)


def may_copy(user, action) -> bool:
    """Whether the button « Dupliquer » is shown on an action."""
    if action.action_publique_id:  # made from its public offer (D5)
        return False
    if not policy.may_add(user, Action):
        return False
    return policy.is_staff(user) or action.porteur_id in scopes.mine(user)
