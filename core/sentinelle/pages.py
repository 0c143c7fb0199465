"""The page of the sentinelle: what is to be checked, the sessions at stake, reminders.

And « Toujours exact ».
"""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from core import policy
from core.backoffice.addresses import fiche_url
from core.backoffice.scoped import get_scoped
from core.models import Alerte, Contact
from core.sentinelle.at_stake import sessions_at_stake
from core.sentinelle.passing import passer
from core.sentinelle.reminders import rappeler, recipients
from core.sentinelle.subjects import SUJETS
from workflows import history

PER_PAGE = 50
PAGES = {"C": "core_contact_change", "P": "core_porteouverte_change"}
CONFIRMED = {"E": "core_etablissement_exact", "L": "core_site_exact", "C": "core_contact_exact"}


def urls(site):
    return [
        path("sentinelle/", site.admin_view(page_view), name="sentinelle"),
        path("sentinelle/verifier/", site.admin_view(check_view), name="sentinelle_verifier"),
        path("sentinelle/rappels/", site.admin_view(remind_view), name="sentinelle_rappels"),
    ]


def page_view(request):
    """List what is to be checked: everything for the Cariforef, one's own for an organisation."""
    if not policy.may_some(request.user, "view", Alerte):
        raise Http404("Page réservée à ceux qui tiennent l’annuaire.")
    staff = policy.may_open(request.user, "annuaire")
    alertes = Alerte.objects.allowed(request.user)
    counts = dict(alertes.order_by().values_list("code").annotate(nombre=Count("pk")))
    chosen = request.GET.get("sujet", "")
    rows = alertes.filter(code=chosen) if chosen in SUJETS else alertes
    rows = rows.select_related("etablissement", "site")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    stakes = sessions_at_stake({alerte.etablissement_id for alerte in page})
    context = {
        **admin.site.each_context(request),
        "title": "À vérifier dans l’annuaire",
        "staff": staff,
        "sujets": [
            (sujet, counts.get(code, 0)) for code, sujet in SUJETS.items() if counts.get(code)
        ],
        "chosen": chosen,
        "total": sum(counts.values()),
        "page": page,
        "lines": [line(alerte, stakes) for alerte in page],
        "people": recipients(timezone.localdate()).count() if staff else 0,
    }
    return TemplateResponse(request, "core/annuaire/sentinelle.html", context)


def line(alerte, stakes):
    kind, number = alerte.objet[0], alerte.objet[1:]
    confirm = (
        reverse(f"admin:{CONFIRMED[kind]}", args=[number]) if alerte.code == "exactitude" else ""
    )
    return {
        "alerte": alerte,
        "sujet": SUJETS[alerte.code],
        "url": alerte_url(alerte),
        "stake": stakes[alerte.etablissement_id],
        "confirm": confirm,
    }


def alerte_url(alerte):
    """Return where what an alert says is mended: a field of a fiche, a contact, an open day."""
    kind, number = alerte.objet[0], alerte.objet[1:]
    url = (
        reverse(f"admin:{PAGES[kind]}", args=[number]) if kind in PAGES else fiche_url(alerte.objet)
    )
    return url + (f"#champ-{alerte.champ}" if alerte.champ else "")


def _by_post(request):
    if request.method != "POST" or not policy.may_open(request.user, "annuaire"):
        raise Http404("Page réservée au Cariforef.")


def check_view(request):
    """Look again at once."""
    _by_post(request)
    messages.success(request, passer().phrase)
    return HttpResponseRedirect(reverse("admin:sentinelle"))


def remind_view(request):
    """Write to the organisations now: one mail a person."""
    _by_post(request)
    sent = rappeler()
    messages.success(
        request,
        f"{sent} courriel{'s' if sent > 1 else ''} envoyé{'s' if sent > 1 else ''}.",
    )
    return HttpResponseRedirect(reverse("admin:sentinelle"))


class ConfirmAdmin:
    """Adds « Toujours exact » to the admin class of a row.

    Dated, by POST, to those who may confirm it.
    """

    def get_urls(self):
        name = f"core_{self.opts.model_name}_exact"
        return [
            path("<int:pk>/exact/", self.admin_site.admin_view(self.exact_view), name=name),
            *super().get_urls(),
        ]

    def exact_view(self, request, pk):
        row = get_scoped(self.model, request.user, pk, "confirm")
        if request.method != "POST":
            raise Http404
        before, today = row.exact_le, timezone.localdate()
        self.model.objects.filter(pk=row.pk).update(
            exact_le=today,
        )  # neither its state nor its version
        key = f"C{row.pk}" if isinstance(row, Contact) else row.key
        Alerte.objects.filter(code="exactitude", objet=key).delete()
        if not isinstance(row, Contact):
            said = {
                "path": f"{key}.",
                "label": "Fiche confirmée exacte",
                "before": f"{before:%d/%m/%Y}" if before else "—",
                "after": f"{today:%d/%m/%Y}",
            }
            history.record(row, [said], by=request.user, door="exact")
        messages.success(request, f"« {row} » : confirmé exact aujourd’hui.")
        back = (
            reverse("admin:sentinelle")
            if "sentinelle" in request.POST
            else reverse(
                f"admin:core_{self.opts.model_name}_change",
                args=[row.pk],
            )
        )
        return HttpResponseRedirect(back)
