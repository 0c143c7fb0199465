"""« Reprendre d’une autre session »: its référents, its informations collectives, its recrutement."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from unfold import widgets as unfold

from core.models import Session
from core.offres.admin.copies import page
from core.offres.copies.rollover import mine
from core.offres.copies.rows import take_over
from workflows.service import NotAllowed

PEDAGOGIE = (
    "rythmes periodes_formation modalites_pedagogiques modalites_enseignement "
    "duree_centre duree_entreprise duree_hebdo commentaire_duree"
)
GROUPS = {
    "referents": ("Référents et mail de liaison", "referent_handicap referent_mobilite referent_prf mail_liaison"),
    "informations": ("Informations collectives", "informations_collectives"),
    "inscription": ("Périodes d’inscription", "periodes_inscription"),
    "recrutement": ("Modalités de recrutement", "modalites_recrutement"),
    "pedagogie": ("Rythmes, modalités et durées", PEDAGOGIE),
}  # fmt: skip
CHOICES = 100


class TakeOverForm(forms.Form):
    source = forms.ModelChoiceField(
        None,
        label="Session d’où reprendre",
        widget=unfold.UnfoldAdminSelectWidget(),
    )
    groupes = forms.MultipleChoiceField(
        label="Reprendre", choices=[(code, label) for code, (label, _) in GROUPS.items()],
        initial=["referents", "informations"], widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="Ce qui est repris remplace ce que contient cette session.",
        error_messages={"required": "Cochez ce qu’il faut reprendre."},
    )  # fmt: skip

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = rows
        self.fields["source"].label_from_instance = words

    @property
    def names(self):
        return [name for code in self.cleaned_data["groupes"] for name in GROUPS[code][1].split()]


def words(session):
    when = f"du {session.date_debut:%d/%m/%Y}" if session.date_debut else "sans date"
    return f"{session.action.formation} – {session.code}, {when}"


def take_over_view(request, pk):
    """Ask from which session and what, then copy it into this one."""
    session = get_object_or_404(
        Session.objects.allowed(request.user, "change").select_related("action__formation"),
        pk=pk,
    )
    latest = Session.objects.filter(
        action__in=mine(request.user),
        action__porteur=session.action.porteur_id,
    ).exclude(pk=pk)
    keys = list(latest.order_by("-pk").values_list("pk", flat=True)[:CHOICES])
    rows = (
        Session.objects.filter(Q(pk__in=keys)).select_related("action__formation").order_by("-pk")
    )
    form = TakeOverForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            take_over(session, form.cleaned_data["source"], form.names, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request,
                f"C’est repris de la session {form.cleaned_data['source'].pk}.",
            )
            return HttpResponseRedirect(session.get_absolute_url())
    sentence = f"La session {session.code} reçoit ce que vous cochez."
    return page(
        request,
        "Reprendre d’une autre session",
        form,
        sentence,
        "Reprendre",
        session.get_absolute_url(),
    )
