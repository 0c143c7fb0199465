"""What goes out, for the Cariforef.

Exports of LHÉO and their trace, publications and how they are written.
"""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from core import plugins, policy
from core.backoffice.addresses import fiche_url, issue_url
from core.backoffice.filters import CodeProgrammeFilter
from core.backoffice.menu import DIFFUSION
from core.backoffice.scoped import ReadOnlyAdmin
from core.fasd.annuaire import ANNUAIRE
from core.models import Action, Etablissement, Site
from exports.diffusion import preview
from exports.diffusion import runs as diffusion
from exports.diffusion.stream import Empty
from exports.lheo.profiles import DEFAULT, PROFILES
from exports.lists import view as list_export  # noqa: F401  list_export adds itself to the lists
from exports.models import Diffusion, GroupePublie, SessionPubliee
from workflows.models import Publication

PAGE = "export_lheo"  # of the policy
LATEST = 20
DIFFUSION += [
    ("Export LHÉO", "ios_share", "exports_diffusion_export", PAGE),
    ("Formations diffusées", "rss_feed", "exports_groupepublie_changelist", PAGE),
    ("Publications", "inventory", "workflows_publication_changelist", PAGE),
]


class DiffusionPages(ReadOnlyAdmin):
    """Rows without a scope of their own.

    All of them, for those who may open the page of the export.
    """

    def get_queryset(self, request):
        rows = self.model._default_manager.order_by(
            *(self.get_ordering(request) or self.model._meta.ordering),
        )
        return rows if policy.may_open(request.user, PAGE) else rows.none()

    def has_view_permission(self, request, obj=None):
        return policy.may_open(request.user, PAGE)

    @admin.display(description="Programme", ordering="programme")
    def programme_nomme(self, row):
        return (
            ANNUAIRE.label
            if row.programme == ANNUAIRE.code
            else plugins.programme(row.programme).label
        )


class NatureFilter(admin.SimpleListFilter):
    """What a publication is of: an action, an établissement, a site."""

    title, parameter_name = "nature", "nature"
    subjects = (Action, Etablissement, Site)

    def lookups(self, request, model_admin):
        return [
            (model._meta.model_name, capfirst(model._meta.verbose_name)) for model in self.subjects
        ]

    def queryset(self, request, queryset):
        chosen = {model._meta.model_name: model for model in self.subjects}.get(self.value())
        return (
            queryset.filter(content_type=ContentType.objects.get_for_model(chosen))
            if chosen
            else queryset
        )


@admin.register(Diffusion)
class DiffusionAdmin(DiffusionPages):
    """Who exported what, when; and the page from which one exports."""

    list_display = ("__str__", "by_label", "verdict", "groups", "sessions", "finished_at")
    list_filter = ("verdict", "profile")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("export/", view(self.export_view), name="exports_diffusion_export"),
            path("apercu/<int:pk>/", view(self.preview_view), name="exports_diffusion_preview"),
            *super().get_urls(),
        ]

    def export_view(self, request):
        """Show the last exports; on POST, download one."""
        if not self.has_view_permission(request):
            raise Http404
        if request.method == "POST":
            return self._download(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Export LHÉO",
            "diffusions": Diffusion.objects.order_by("-started_at", "-pk")[:LATEST],
            "sessions": SessionPubliee.objects.active().count(),
            "profiles": PROFILES,
        }
        return TemplateResponse(request, "exports/export_lheo.html", context)

    def _download(self, request):
        profile = PROFILES.get(request.POST.get("profile", DEFAULT.version))
        if profile is None:
            raise BadRequest("Profil LHÉO inconnu.")
        blocks = diffusion.download(profile, by=request.user)
        try:
            first = next(blocks)  # said here when there is nothing to say
        except Empty as empty:
            messages.error(request, str(empty))
            return HttpResponseRedirect(reverse("admin:exports_diffusion_export"))
        return StreamingHttpResponse(
            _resumed(first, blocks),
            content_type="application/xml",
            headers={
                "Content-Disposition": f'attachment; filename="{diffusion.filename(profile)}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def preview_view(self, request, pk):
        """Show how a publication is written in LHÉO, and what keeps it from going out."""
        found = Publication.objects.filter(
            policy.rows(Publication, request.user, "view"),
            pk=pk,
        ).first()
        if found is None or not preview.is_offer(found):
            raise Http404("Publication introuvable.")
        written = preview.of(found)
        context = {
            **self.admin_site.each_context(request),
            "title": f"LHÉO de l’action {found.object_id}, version {found.number}",
            "publication": found,
            "texts": written.texts,
            "issues": [(issue, issue_url(issue)) for issue in written.issues],
            "diffused": GroupePublie.objects.filter(publication=found).exists(),
            "fiche": fiche_url(f"A{found.object_id}"),
        }
        return TemplateResponse(request, "exports/preview.html", context)


@admin.register(GroupePublie)
class GroupePublieAdmin(DiffusionPages):
    """The LHÉO formations that are online."""

    list_display = ("numero", "intitule", "programme_nomme", "apercu")
    list_filter = (CodeProgrammeFilter,)
    search_help_text = "Intitulé ou numéro LHÉO"
    fields = ("numero", "intitule", "programme_nomme", "action", "apercu")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("head_2_3", "tail_2_3")

    @admin.display(description="LHÉO")
    def apercu(self, group):
        return preview_link(group.publication_id)


@admin.register(Publication)
class PublicationAdmin(DiffusionPages):
    """Frozen versions, online or not."""

    list_display = (
        "__str__",
        "fiche",
        "programme_nomme",
        "online",
        "published_at",
        "published_by",
        "apercu",
    )
    list_filter = ("online", NatureFilter, CodeProgrammeFilter)
    list_select_related = ("content_type", "published_by")
    search_help_text = "Numéro de l’action, de l’établissement ou du site"
    fields = (
        "fiche",
        "number",
        "programme_nomme",
        "online",
        "published_at",
        "published_by",
        "apercu",
    )
    ordering = ("-pk",)

    def get_queryset(self, request):
        scoped = (
            super().get_queryset(request).filter(policy.rows(Publication, request.user, "view"))
        )
        return scoped.select_related("content_type", "published_by").defer("payload")

    @admin.display(description="Fiche")
    def fiche(self, publication):
        model = publication.content_type.model_class()
        name = f"{capfirst(model._meta.verbose_name)} {publication.object_id}"
        return format_html(
            '<a class="lien" href="{}">{}</a>',
            fiche_url(f"{model.level}{publication.object_id}"),
            name,
        )

    @admin.display(description="LHÉO")
    def apercu(self, publication):
        return preview_link(publication.pk) if preview.is_offer(publication) else "—"


def _resumed(first, blocks):
    """Yield the block already read, then the others; whoever closes this closes the export."""
    try:
        yield first
        yield from blocks
    finally:
        blocks.close()


def preview_link(publication):
    url = reverse("admin:exports_diffusion_preview", args=[publication])
    return format_html('<a class="lien" href="{}">Aperçu</a>', url)
