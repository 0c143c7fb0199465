"""`ScopedAdmin`: an admin class whose rows, choices and buttons come from the policy alone."""

from functools import partial

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.urls import path, reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.views import ChangeList

from core import policy
from core.backoffice.paging import EstimatePaginator
from core.search.matching import matching
from core.search.ways import ways_of
from core.texts.numbers import too_big

UNUSED = ("xregexp", "urlify", "prepopulate")  # of Django's scripts: they build a slug from a title
READS = ("GET", "HEAD")
# model: view(model_admin, request) that answers its list as a file; filled by the layers above
EXPORTS = {}


def once(request, key, find):
    """Return what a page asks several times, found once.

    A page that writes asks again each time.
    """
    if request.method not in READS:
        return find()
    answers = request.__dict__.setdefault("_once", {})
    if key not in answers:
        answers[key] = find()
    return answers[key]


def is_used(script) -> bool:
    """Whether a page of ours uses this script."""
    return not any(name in str(script) for name in UNUSED)


def may(request, action, row) -> bool:
    """Whether the person may do this to this row: `policy.can`, asked once a page."""
    return once(request, (type(row), row.pk, action), lambda: policy.can(request.user, action, row))


class Rows(ChangeList):
    """The rows of a page, with what is counted for all of them at once."""

    def get_filters_params(self, params=None):
        """Refuse a number that no base holds as any other word that a column does not.

        Both bases would fail on it.
        """
        filters = super().get_filters_params(params)
        for values in filters.values():
            for value in values:
                if any(too_big(part) for part in str(value).split(",")):
                    raise IncorrectLookupParameters
        return filters

    def get_results(self, request):
        super().get_results(request)
        self.model_admin.complete(request, self.result_list)


class ScopedAdmin(ModelAdmin):
    """Shows the rows that the policy shows; another's object answers 404, by every door."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = EstimatePaginator
    show_facets = False
    view_on_site = False
    list_filter_submit = True
    actions = None
    compressed_fields = True

    @property
    def media(self):
        """Return Django's and unfold's, without 50 kB that no page of ours uses."""
        media = super().media
        used = []
        for scripts in media._js_lists:  # noqa: SLF001  no other way to read them
            used.append([script for script in scripts if is_used(script)])
        media._js_lists = used  # noqa: SLF001  no other way to take a file out
        return media

    # Rows -----------------------------------------------------------------------

    def get_urls(self):
        if self.model not in EXPORTS:
            return super().get_urls()
        view = self.admin_site.admin_view(partial(EXPORTS[self.model], self))
        return [
            path("export/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_export"),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return Rows

    def complete(self, request, rows):
        """Add to the rows of a page, or of a part of an export, what is counted for all at once."""

    def get_queryset(self, request):
        order = self.get_ordering(request) or self.model._meta.ordering
        return self.model.objects.allowed(request.user, "view").order_by(*order)

    @property
    def search_fields(self):
        """Say to Django whether this list may be searched: `core.search` is what searches it."""
        ways = ways_of(self.model)
        return (*ways.words, *ways.numbers)

    def get_search_results(self, request, queryset, search_term):
        if self.search_fields:
            queryset = matching(queryset, search_term)
        return queryset, False

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404(f"{self.opts.verbose_name} introuvable.")
        # It was found among the rows that the policy shows: `may` need not ask again.
        once(request, (type(row), row.pk, "view"), lambda: True)
        return row

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = db_field.remote_field.model
        if "queryset" not in kwargs and related in policy.RULES:
            kwargs["queryset"] = related.objects.allowed(request.user, "view")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        related = db_field.remote_field.model
        if related in policy.RULES:
            kwargs["queryset"] = related.objects.allowed(request.user, "view")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # Permissions ------------------------------------------------------------------

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def _allowed(self, request, action, obj):
        if obj is not None and obj.pk:
            return may(request, action, obj)
        return policy.may_some(request.user, action, self.model)

    def has_view_permission(self, request, obj=None):
        return self._allowed(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._allowed(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._allowed(request, "delete", obj)

    def has_add_permission(self, request):
        return policy.may_add(request.user, self.model)

    # Refusals -----------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise Http404
        if self.model in EXPORTS:
            url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export")
            extra_context = {**(extra_context or {}), "export_url": url}
        return super().changelist_view(request, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        self.get_object(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if not self.has_delete_permission(request, row):
            raise Http404
        return super().delete_view(request, object_id, extra_context)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise Http404
        return super().add_view(request, form_url, extra_context)


class ScopedInline(TabularInline):
    """Lines under a fiche: they may be changed when the fiche may."""

    extra = 0
    show_title = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return obj is None or may(request, "change", obj)

    has_add_permission = has_delete_permission = has_change_permission


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that nobody edits here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def get_scoped(model, user, pk, action="view"):
    """Return a row that the policy lets this user reach, or raise 404."""
    try:
        return model.objects.allowed(user, action).get(pk=pk)
    except (ObjectDoesNotExist, ValueError) as missing:
        raise Http404(f"{model._meta.verbose_name} introuvable.") from missing
