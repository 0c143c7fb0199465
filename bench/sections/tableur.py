"""The saisie by spreadsheet: a file of a thousand offers read, then written.

The same offers changed.
"""

from datetime import date, time
from io import BytesIO

from openpyxl import load_workbook

from bench.generator import words
from bench.world import Queries, clock, mark, ms, undone
from core.models import Attribution, Contact, Session, Terme, User
from core.models.versions import rules
from core.rules import Kind
from core.tableur.analysis import plan_of
from core.tableur.columns import FAS, LOT, OFFRE, SITE, columns_of
from core.tableur.plan import Gravity
from core.tableur.workbook import FIRST, workbook
from core.tableur.writing import write_plan

TITLE = "Saisie par tableur"
ABOUT = """
Un classeur dont chaque ligne est une offre nouvelle, toutes ses colonnes remplies : lu, vérifié
cellule par cellule (l’aperçu), puis écrit ; ensuite, un classeur qui change chacune de ces offres.
Les requêtes et le processeur sont ceux de la lecture et de l’écriture, sans la page. Les requêtes
doivent être aussi nombreuses pour 10 lignes que pour 1 000.
"""
LINES = (10, 1_000)
READ, WRITTEN = 3, 7  # seconds of processor for a thousand lines


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    columns = [
        "Fichier",
        "Lignes",
        "Aperçu : requêtes",
        "Processeur",
        "Écriture : requêtes",
        "Processeur",
        "Objectif",
    ]
    attribution, user = who()
    if user is None:
        return {"columns": ["Aucune attribution ouverte"], "rows": []}
    found = {}
    for count in LINES:
        with undone():
            new = [line(attribution, rank) for rank in range(count)]
            found["offres nouvelles", count] = measured(attribution, user, new)
            rows = (
                Session.objects.filter(action__attribution=attribution)
                .select_related("action")
                .order_by("-pk")[:count]
            )
            changed = [
                {FAS: row.code, "S.duree_hebdo": 21, "A.objectifs": "Autres.", "D.places": 3}
                for row in rows
            ]
            found["offres changées", count] = measured(attribution, user, changed)
    return {
        "columns": columns,
        "rows": [told(name, count, *spent) for (name, count), spent in found.items()],
    }


def told(name, count, read, written):
    met = count < max(LINES) or (read[1] <= READ and written[1] <= WRITTEN)
    return [name, count, read[0], ms(read[1]), written[0], ms(written[1]), mark(met)]


def who():
    """Return an attribution that may be described, and who may."""
    rows = Attribution.objects.filter(
        lot__statut="actif", retiree_le=None, site__contacts__isnull=False
    )
    for row in rows.select_related("lot__campagne", "site").order_by("-lot__campagne__annee", "pk")[
        :200
    ]:
        user = (
            User.objects.filter(memberships__etablissement=row.formateur_id).order_by("pk").first()
        )
        if user and Attribution.objects.allowed(user, "enter").filter(pk=row.pk).exists():
            row.lot.campagne.fermeture = None
            row.lot.campagne.save(update_fields=["fermeture"])
            return row, user
    return None, None


def measured(attribution, user, lines):
    """Return the queries and the processor of the preview and of the writing of a file."""
    campagne, content = attribution.lot.campagne, filled(attribution, user, lines)
    plan_of(content, campagne=campagne, user=user)  # what is read once a process is read
    plans = []
    with Queries() as reading:
        read = clock(lambda: plans.append(plan_of(content, campagne=campagne, user=user)), cpu=True)
    [plan] = plans
    if refused := next((r for r in plan.remarks if r.gravity is Gravity.REFUSED), None):
        raise RuntimeError(f"{refused.address}: {refused.message}")
    agreed = {"name": "mesure.xlsx", "expected": plan.fingerprint()}
    with Queries() as writing:
        written = clock(lambda: write_plan(content, campagne=campagne, by=user, **agreed), cpu=True)
    return (reading.count, read), (writing.count, written)


def filled(attribution, user, lines) -> bytes:
    """Return the workbook of the campaign with these lines, each a value by key of column."""
    campagne = attribution.lot.campagne
    book = load_workbook(BytesIO(workbook(campagne, user=user)))
    places = {one.key: rank for rank, one in enumerate(columns_of(rules(campagne)), 1)}
    for number, values in enumerate(lines, FIRST):
        for key, value in values.items():
            if key in places:
                book["Saisie"].cell(number, places[key], value)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def line(attribution, rank) -> dict:
    """Return an offer in which every column that may be typed is."""
    keys = {LOT: str(attribution.lot), SITE: attribution.nom_site, OFFRE: f"O{rank}"}
    typed = [
        one
        for one in columns_of(rules(attribution.lot.campagne))
        if one.field is not None and not one.locked
    ]
    return keys | {
        one.key: cell(one.field, attribution) for one in typed if one.field.name != "certifinfo"
    }


def cell(field, attribution):
    """Return a value that a field takes."""
    match field.kind:
        case Kind.DATE:
            return date(attribution.lot.campagne.annee, 3, 2)
        case Kind.TIME:
            return time(14, 15)
        case Kind.INTEGER | Kind.AMOUNT:
            return field.minimum or 1
        case Kind.BOOLEAN:
            return "oui"
        case Kind.CHOICE | Kind.CHOICES:
            return (field.allowed or tuple(field.table))[0]
        case Kind.CODE | Kind.CODES:
            rows = Terme.objects.famille(field.famille).order_by("code")
            return (rows.filter(code__in=field.allowed) if field.allowed else rows).first().code
        case Kind.SITE:
            return f"{attribution.site_id} - {attribution.site}"
        case Kind.CONTACT:
            return (
                Contact.objects.filter(site=attribution.site, actif=True).order_by("pk").first().pk
            )
        case Kind.ETABLISSEMENT:
            return attribution.formateur.siret
        case Kind.URL:
            return "https://formation.example/offre"
        case Kind.EMAIL:
            return "offre@formation.example"
        case Kind.PHONE:
            return "02 40 20 40 20"
    return " ".join(words.OBJECTIFS)[: min(field.max_length or 900, 900)]
