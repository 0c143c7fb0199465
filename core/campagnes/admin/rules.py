"""The rules of a campaign: read, tightened, simulated, saved as a version, compared, cloned.

POST changes.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify

from core import plugins, policy
from core.campagnes.admin.rule_form import AjustementForm, SaveForm
from core.campagnes.admin.rules_table import rules_by_level
from core.campagnes.draft_rules import (
    clone,
    clone_of,
    digest,
    give_up,
    latest,
    projet_of,
    refused_clone,
    save,
    write,
    written,
)
from core.campagnes.simulation import HEADINGS, SITUATIONS, simulate, tally
from core.campagnes.words import Words, changes
from core.fasd.sources import full
from core.models.versions import ajustements_of, in_force, merged, rules, versions
from core.rules.bounds import CLOSED
from core.texts.numbers import number
from workflows.service import Refused

SHOWN = 200  # lines of a simulation on the page: all are counted, all are in the file
# Format: how a file is written; filled by the layer above, which writes spreadsheets.
SPREADSHEETS = {}


class RulesPages:
    """Adds the pages of the rules to the admin class of the campaigns."""

    def get_urls(self):
        view = self.admin_site.admin_view
        pages = {
            "regles": self.rules_view,
            "regles/ajuster": self.adjust_view,
            "regles/simuler": self.simulate_view,
            "regles/enregistrer": self.save_view,
            "regles/abandonner": self.give_up_view,
            "versions": self.versions_view,
            "cloner": self.clone_view,
        }
        urls = []
        for route, page in pages.items():
            name = route.rpartition("/")[2]
            urls.append(path(f"<int:pk>/{route}/", view(page), name=f"core_campagne_{name}"))
        return urls + super().get_urls()

    # Doors ------------------------------------------------------------------------------

    def campagne(self, request, pk, action="view"):
        """Return a campaign that this user reads or configures, or raise 404."""
        found = self.get_object(request, str(pk))
        if action != "view" and not policy.can(request.user, action, found):
            raise Http404("Campagne introuvable.")
        return found

    def page(self, request, template, campagne, **context):
        base = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(campagne),
            "campagne": campagne,
            "projet": projet_of(campagne),
            "configures": policy.can(request.user, "configure", campagne),
            "a_confirmer": plugins.programme(campagne.programme).a_confirmer,
        }
        return TemplateResponse(request, f"core/campagne/{template}.html", base | context)

    def url(self, name, campagne):
        return reverse(f"admin:core_campagne_{name}", args=[campagne.pk])

    # Reading ------------------------------------------------------------------------------

    def rules_view(self, request, pk):
        """Show what the campaign asks of each field, who said so, since when and why."""
        campagne = self.campagne(request, pk)
        only = request.GET.get("ajustes")
        ajustements = written(campagne)
        return self.page(
            request,
            "regles",
            campagne,
            page="regles",
            levels=rules_by_level(campagne, ajustements, only_adjusted=bool(only)),
            in_force=in_force(campagne),
            count=len(ajustements),
            only=only,
            latest=latest(campagne),
            procedure=plugins.programme(campagne.programme).procedure,
        )

    def versions_view(self, request, pk):
        """List the versions, and compare two of them: what changed, field by field."""
        campagne = self.campagne(request, pk)
        known = versions(campagne)
        numbers = [*known, 0]
        end = chosen(request.GET.get("a"), numbers)
        if end is None:
            end = campagne.derniere_version
        start = chosen(request.GET.get("de"), numbers)
        if start is None:
            start = max((numero for numero in numbers if numero < end), default=0)
        return self.page(
            request,
            "versions",
            campagne,
            page="versions",
            versions=list(known.values()),
            in_force=in_force(campagne),
            start=start,
            end=end,
            numbers=numbers,
            changes=changes(rules(campagne, start), rules(campagne, end)),
            today=timezone.localdate(),
        )

    # Writing the projet ---------------------------------------------------------------------

    def adjust_view(self, request, pk):
        """Tighten one field in the projet, or take the ajustement away."""
        campagne = self.campagne(request, pk, "configure")
        bare = plugins.programme(campagne.programme)
        name = request.GET.get("champ", "")
        if name not in bare.fields or bare.fields[name].need in CLOSED:
            raise Http404("Ce champ ne se règle pas dans une campagne.")
        field = bare.fields[name]
        by_field = {ajustement.champ: ajustement for ajustement in written(campagne)}
        current = by_field.get(name)
        if request.method == "POST" and "retirer" in request.POST:
            write(campagne, name, None, by=request.user)
            messages.success(
                request,
                f"« {field.label} » est demandé comme par le programme, dans le projet de règles.",
            )
            return HttpResponseRedirect(self.url("regles", campagne))
        form = AjustementForm(
            request.POST or None,
            field=field,
            programme=bare,
            user=request.user,
            current=current,
        )
        if request.method == "POST" and form.is_valid():
            write(campagne, name, form.ajustement, by=request.user)
            if projet_of(campagne):
                messages.success(
                    request,
                    f"« {field.label} » est dans le projet de règles. Simulez, puis enregistrez.",
                )
            else:
                messages.info(
                    request,
                    f"Rien n’a changé : la campagne demande déjà « {field.label} » ainsi.",
                )
            return HttpResponseRedirect(f"{self.url('regles', campagne)}#{name}")
        words = Words(bare)
        return self.page(
            request,
            "ajuster",
            campagne,
            page="regles",
            form=form,
            field=field,
            asked=words.asked(bare, field),
            current=current,
            source=full(field.source),
        )

    def give_up_view(self, request, pk):
        campagne = self.campagne(request, pk, "configure")
        if request.method != "POST":
            raise Http404
        give_up(campagne)
        messages.success(
            request,
            "Le projet est abandonné : les règles enregistrées n’ont pas changé.",
        )
        return HttpResponseRedirect(self.url("regles", campagne))

    # Simulating, saving -----------------------------------------------------------------------

    def simulate_view(self, request, pk, form=None, refused=""):
        """Show what the projet would break, by organisation, before it is saved.

        The whole list is a file.
        """
        campagne = self.campagne(request, pk, "configure")
        if projet_of(campagne) is None:
            messages.error(request, "Il n’y a pas de projet à simuler : ajustez d’abord une règle.")
            return HttpResponseRedirect(self.url("regles", campagne))
        ajustements = written(campagne)
        before = rules(campagne)
        after = merged(campagne, ajustements)
        breaches = simulate(campagne, before, after)
        kind = request.GET.get("format")
        if kind:
            return download(campagne, kind, breaches)
        counted = tally(breaches, keep=SHOWN)
        start = {
            "effet": max(timezone.localdate(), campagne.ouverture or timezone.localdate()),
            "seen": digest(ajustements),
        }
        return self.page(
            request,
            "simulation",
            campagne,
            page="regles",
            tally=counted,
            changes=changes(before, after),
            refused=refused,
            form=form or SaveForm(initial=start),
            situations=SITUATIONS.values(),
            formats=list(SPREADSHEETS),
            shown=SHOWN,
            counts=[(label, len(counted.actions[code])) for code, label in SITUATIONS.items()],
        )

    def save_view(self, request, pk):
        """Save the projet as the next version."""
        campagne = self.campagne(request, pk, "configure")
        if request.method != "POST":
            raise Http404
        form = SaveForm(request.POST)
        if not form.is_valid():
            return self.simulate_view(request, pk, form)
        try:
            version = save(campagne, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            return self.simulate_view(request, pk, form, refusal.message)
        messages.success(
            request,
            f"La version {version.numero} des règles prend effet le {version.effet:%d/%m/%Y}.",
        )
        return HttpResponseRedirect(self.url("versions", campagne))

    def clone_view(self, request, pk):
        """Carry a campaign to the next year."""
        campagne = self.campagne(request, pk, "configure")
        refused = refused_clone(campagne)
        if request.method == "POST":
            try:
                target = clone(campagne, by=request.user)
            except Refused as refusal:
                refused = refusal.message
            else:
                messages.success(
                    request,
                    f"La campagne « {target} » est prête : relisez ses dates et ses règles.",
                )
                return HttpResponseRedirect(
                    self.url("regles" if projet_of(target) else "change", target),
                )
        lines = ajustements_of(latest(campagne))
        return self.page(
            request,
            "cloner",
            campagne,
            page="campagne",
            refused=refused,
            count=len(lines),
            target=clone_of(campagne),
        )


def chosen(text, numbers):
    """Return the number of a version typed in an address, or nothing."""
    numero = number(text)
    return numero if numero in numbers else None


def download(campagne, kind, breaches):
    """Answer a whole simulation as a file, written while it is computed."""
    if kind not in SPREADSHEETS:
        raise Http404("Format inconnu : CSV ou XLSX.")
    blocks = SPREADSHEETS[kind].blocks(HEADINGS, (breach.as_row() for breach in breaches))
    programme = slugify(campagne.programme)
    day = f"{timezone.localdate():%Y%m%d}"
    name = f"sofi-simulation-{programme}-{campagne.annee}-{day}.{kind}"
    return StreamingHttpResponse(
        blocks,
        content_type=SPREADSHEETS[kind].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
