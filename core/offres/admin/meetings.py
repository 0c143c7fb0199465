"""« Ajouter une série d’informations collectives » to a session.

And the calendar of those to come.
"""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.backoffice.scoped import get_scoped
from core.calendars.meetings_ics import of_rows
from core.calendars.public_meetings import answer
from core.dossiers.saving import saving
from core.fasd import INFORMATIONS_COLLECTIVES
from core.fasd.recrutement import last_entry
from core.fiches.forms import fields as f
from core.fiches.forms.dates import DayField
from core.fiches.forms.numbers import IntegerField
from core.models import InformationCollective, Session
from core.offres.admin.copies import page
from workflows.service import NotAllowed

MOST = 52
FARTHEST = 12
COLUMNS = {column.name: column for column in INFORMATIONS_COLLECTIVES}
REPEATED = [column for name, column in COLUMNS.items() if name != "date"]
DATES = ("date_debut", "date_fin", "entrees_sorties")  # that say until when one enters a session


class InformationsForm(forms.Form):
    """The first date, how often, how many.

    And what is said of each meeting, as in the table of the fiche.
    """

    premiere = DayField(label="Première date")
    semaines = IntegerField(
        label="Toutes les … semaines",
        initial=1,
        min_value=1,
        max_value=FARTHEST,
        help_text="1 : chaque semaine, le même jour. 2 : une semaine sur deux.",
    )
    nombre = IntegerField(
        label="Nombre de dates",
        initial=10,
        min_value=1,
        max_value=MOST,
        help_text="Pour « tous les lundis pendant 10 semaines » : un lundi, 1, puis 10.",
    )

    def __init__(self, *args, session, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        for column in REPEATED:
            self.fields[column.name] = f.form_field(column, None, user, InformationCollective)

    def clean(self):
        cleaned = super().clean()
        for column in REPEATED:
            if sentence := f.problem(column, cleaned.get(column.name)):
                self.add_error(column.name, sentence)
        start = cleaned.get("heure_debut")
        end = cleaned.get("heure_fin")
        if start and end and end <= start:
            self.add_error("heure_fin", "L’heure de fin précède l’heure de début.")
        if {"premiere", "semaines", "nombre"} <= set(cleaned):
            self._check_days(cleaned)
        return cleaned

    def _check_days(self, cleaned):
        first = cleaned["premiere"]
        if first < timezone.localdate():
            self.add_error("premiere", "Cette date est passée : choisissez un jour à venir.")
            return
        step = timedelta(weeks=cleaned["semaines"])
        days = [first + step * rank for rank in range(cleaned["nombre"])]
        last = last_entry({name: getattr(self.session, name) for name in DATES})
        self.days = [day for day in days if not last or day <= last]
        if len(self.days) < len(days):
            self.add_error(
                "nombre",
                f"On n’entre plus dans cette session après le {last:%d/%m/%Y}, "
                f"et la dernière date serait le {days[-1]:%d/%m/%Y}. {most(len(self.days))}",
            )


def most(count) -> str:
    """Say how many dates fit."""
    if not count:
        return "Aucune date ne convient."
    many = "s" if count > 1 else ""
    return f"Demandez {count} date{many} au plus."


def add_view(request, pk):
    """Ask for a series of meetings, then add those that are not in the fiche yet."""
    rows = Session.objects.allowed(request.user, "change").select_related(
        "action__formation",
        "action__attribution__lot__campagne",
        "action__attribution__lot__mandataire",
    )
    session = get_object_or_404(rows, pk=pk)
    form = InformationsForm(
        request.POST or None,
        session=session,
        user=request.user,
        initial={"lieu": session.site_lieu_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = add(session, form, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, added(count))
            url = session.get_absolute_url()
            return HttpResponseRedirect(f"{url}#informations_collectives-group")
    sentence = (
        f"Les dates s’ajoutent à celles de la session {session.code} ; "
        "chacune reste modifiable dans sa fiche."
    )
    title = "Ajouter une série d’informations collectives"
    return page(request, title, form, sentence, "Ajouter la série", session.get_absolute_url())


def added(count) -> str:
    if not count:
        return "Ces informations collectives étaient déjà dans la fiche : rien n’a été ajouté."
    many = "s" if count > 1 else ""
    return f"{count} information{many} collective{many} ajoutée{many}."


@transaction.atomic
def add(session, form, *, by) -> int:
    """Add the meetings in one save of the session; return how many were not there."""
    values = {column.name: form.cleaned_data[column.name] for column in REPEATED}
    start = values["heure_debut"]
    with saving(session, session.action.programme, by=by, door="ecran"):
        session.refresh_from_db(fields=["version"])
        there = set(session.informations_collectives.values_list("date", "heure_debut"))
        days = [day for day in form.days if (day, start) not in there]
        InformationCollective.objects.bulk_create(
            InformationCollective(session=session, date=day, **values) for day in days
        )
        session.version += 1
        session.save(update_fields=["version"])
    return len(days)


def calendar_view(request, pk):
    """Answer the meetings to come of a session that one reads, as an iCalendar file."""
    session = get_scoped(Session, request.user, pk)
    return answer(of_rows(session, timezone.localdate()), pk)
