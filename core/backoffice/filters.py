"""Filters of the lists: each on an indexed column, and by the words of the screen."""

from django.contrib.admin import SimpleListFilter

from core import plugins
from core.fasd.ordinaire import ORDINAIRE
from core.statistics.counters import SESSIONS
from core.texts.numbers import number
from workflows.dates import today
from workflows.lifecycle import State


class StateFilter(SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        if self.value() not in State.values:
            return queryset
        return queryset.filter(state=self.value())


class OnlineFilter(SimpleListFilter):
    title = "en ligne"
    parameter_name = "en_ligne"

    def lookups(self, request, model_admin):
        return [("oui", "En ligne"), ("non", "Hors ligne")]

    def queryset(self, request, queryset):
        if self.value() not in ("oui", "non"):
            return queryset
        return queryset.filter(online_number__isnull=self.value() == "non")


class ProgrammeFilter(SimpleListFilter):
    title = "programme"
    parameter_name = "programme"

    def lookups(self, request, model_admin):
        return [("publique", "Formation publique"), *names_of_programmes()]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "publique":
                return queryset.filter(attribution__isnull=False)
            case ORDINAIRE.code:
                return queryset.filter(attribution__isnull=True)
        return queryset.filter(attribution__lot__campagne__programme=self.value())


class CodeProgrammeFilter(SimpleListFilter):
    """For rows that hold the code of their programme.

    The names of those that are known, never looked for in the rows.
    """

    title = "programme"
    parameter_name = "programme"

    def lookups(self, request, model_admin):
        return names_of_programmes()

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(programme=self.value())


class AnneeFilter(SimpleListFilter):
    """The years of the campaigns that this user reads, and no other."""

    title = "année"
    parameter_name = "annee"
    link = "lot__campagne__annee"

    def lookups(self, request, model_admin):
        rows = model_admin.model.objects.allowed(request.user, "view")
        years = rows.order_by(f"-{self.link}").values_list(self.link, flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        year = number(self.value())
        if year is None:
            return queryset
        return queryset.filter(**{self.link: year})


class LotAnneeFilter(AnneeFilter):
    link = "campagne__annee"


class ActiveFilter(SimpleListFilter):
    """The counters of the dashboard, as filters of the list of sessions (D25)."""

    title = "compteur"
    parameter_name = "compteur"

    def lookups(self, request, model_admin):
        return [(counter.code, counter.label) for counter in SESSIONS]

    def queryset(self, request, queryset):
        for counter in SESSIONS:
            if counter.code == self.value():
                return queryset.filter(counter.condition(today()))
        return queryset


def names_of_programmes() -> list[tuple[str, str]]:
    return [(programme.code, programme.label) for programme in plugins.programmes()]
