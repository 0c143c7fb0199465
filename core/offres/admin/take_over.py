"""« Reprendre d’une autre session »: référents, informations collectives, recrutement."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from unfold import widgets as unfold

from core.models import Session
from core.offres.admin.copies import page
from core.offres.copies.rollover import mine
from core.offres.copies.rows import take_over
from workflows.service import NotAllowed

REFERENTS = ("referent_handicap", "referent_mobilite", "referent_prf", "mail_liaison")
PEDAGOGIE = (
    "rythmes",
    "periodes_formation",
    "modalites_pedagogiques",
    "modalites_enseignement",
    "duree_centre",
    "duree_entreprise",
    "duree_hebdo",
    "commentaire_duree",
)
GROUPS = {
    "referents": ("Référents et mail de liaison", REFERENTS),
    "informations": ("Informations collectives", ("informations_collectives",)),
    "inscription": ("Périodes d’inscription", ("periodes_inscription",)),
    "recrutement": ("Modalités de recrutement", ("modalites_recrutement",)),
    "pedagogie": ("Rythmes, modalités et durées", PEDAGOGIE),
}
CHOICES = 100


class TakeOverForm(forms.Form):
    source = forms.ModelChoiceField(
        None,
        label="Session d’où reprendre",
        widget=unfold.UnfoldAdminSelectWidget(),
    )
    groupes = forms.MultipleChoiceField(
        label="Reprendre",
        choices=[(code, label) for code, (label, _) in GROUPS.items()],
        initial=["referents", "informations"],
        widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="Ce qui est repris remplace ce que contient cette session.",
        error_messages={"required": "Cochez ce qu’il faut reprendre."},
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = rows
        self.fields["source"].label_from_instance = words

    @property
    def names(self):
        """Return the fields of the groups that were ticked."""
        names = []
        for code in self.cleaned_data["groupes"]:
            _, fields_of_group = GROUPS[code]
            names += fields_of_group
        return names


def words(session):
    when = f"du {session.date_debut:%d/%m/%Y}" if session.date_debut else "sans date"
    return f"{session.action.formation} – {session.code}, {when}"


def take_over_view(request, pk):
    """Ask from which session and what, then copy it into this one."""
    changeable = Session.objects.allowed(request.user, "change")
    session = get_object_or_404(changeable.select_related("action__formation"), pk=pk)
    form = TakeOverForm(request.POST or None, rows=sources(request.user, session))
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        try:
            take_over(session, source, form.names, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"C’est repris de la session {source.pk}.")
            return HttpResponseRedirect(session.get_absolute_url())
    return page(
        request,
        "Reprendre d’une autre session",
        form,
        f"La session {session.code} reçoit ce que vous cochez.",
        "Reprendre",
        session.get_absolute_url(),
    )


def sources(user, session):
    """Return the sessions from which one takes over: the latest of the same porteur."""
    porteur = session.action.porteur_id
    others = Session.objects.filter(action__in=mine(user), action__porteur=porteur)
    others = others.exclude(pk=session.pk).order_by("-pk")
    latest = list(others.values_list("pk", flat=True)[:CHOICES])
    rows = Session.objects.filter(pk__in=latest)
    return rows.select_related("action__formation").order_by("-pk")
