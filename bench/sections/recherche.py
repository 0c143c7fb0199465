"""What a search of the main lists costs, in a small base and in a big one.

Against the bare SQL of the same hits.
"""

from collections import Counter

from django.contrib import admin
from django.db import connection
from django.urls import reverse

from bench.world import Queries, client_of, got, mark, ms, people, quietest, side_by_side
from core.backoffice.paging import COUNTED
from core.models import Action, Etablissement, Formation, Session, Site
from core.search.matching import matching
from core.texts.plain import plain

TITLE = "Recherche dans les listes"
ABOUT = f"""
Page entière d’une liste où l’on cherche, dans le processus, en alternance ; médiane de 9, le tour
le plus calme de trois quand l’objectif est manqué. Le mot fréquent est celui de plus de formations,
le rare n’est que d’une. « SQL nu » : les numéros des cinquante premières lignes, et leur compte (au
plus {COUNTED}), par le curseur : ni objets, ni droits, ni page. L’objectif compare la page à ce que
coûtent séparément la même liste sans recherche et ce SQL.
"""
GOAL = 1.3


def sizes(small, big):
    return [small, big]


def measure(bases):
    found = {}
    for size in bases.sizes:
        bases.use(size)
        found[size] = {who: (user, client_of(user)) for who, user in people().items()}
    small, big = bases.sizes
    texts = {size: bases.use(size) and searches() for size in bases.sizes}
    rows = [
        row(
            bases,
            who,
            {size: found[size][who] for size in found},
            model,
            said,
            {size: texts[size][model][said] for size in texts},
        )
        for who in found[small]
        for model in texts[small]
        for said in texts[small][model]
    ]
    columns = [
        "Qui",
        "Liste",
        "Recherche",
        "Résultats",
        f"{small} sessions",
        f"{big} sessions",
        "la même sans recherche",
        "SQL nu",
        "Rapport",
        f"≤ {GOAL}",
        "Requêtes",
    ]
    return {"columns": columns, "rows": rows}


def searches():
    """Return what is looked for in each list, for the base in use."""
    words = Counter(
        word
        for title in Formation.objects.values_list("intitule", flat=True)
        for word in set(plain(title).split())
    )
    words = Counter({word: n for word, n in words.items() if word.isalpha() and len(word) > 4})
    common, rare = words.most_common(1)[0][0], min(words, key=lambda word: (words[word], word))
    session = (
        Session.objects.filter(site_lieu__isnull=False)
        .select_related("action__formation", "site_lieu")
        .order_by("-pk")[7]
    )
    title = next(word for word in plain(session.action.formation.intitule).split() if len(word) > 4)
    town = session.site_lieu.bureau_distributeur
    siret = Etablissement.objects.order_by("pk")[3].siret
    both = {"mot fréquent": common, "mot rare": rare, "mot et ville": f"{title} {town}"}
    return {
        Action: both | {"code F-A": session.action.code, "SIRET": siret},
        Session: both | {"code F-A-S": session.code},
        Formation: {"mot fréquent": common, "mot rare": rare},
        Etablissement: {
            "ville": town,
            "SIRET": f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
        },
        Site: {"ville": town},
    }


def row(bases, who, known, model, said, texts):
    url = reverse(f"admin:core_{model._meta.model_name}_changelist")
    sizes_ = bases.sizes
    big = sizes_[-1]
    clients = {size: client for size, (_, client) in known.items()}
    pages = [lambda size=size: client_get(clients[size], url, texts[size]) for size in sizes_]
    works = [*pages, lambda: got(clients[big], url), lambda: bare(model, texts[big])]
    before = lambda rank: bases.use(sizes_[min(rank, 1)])  # noqa: E731
    cost = lambda found: found[1] / (found[2] + found[3])  # noqa: E731
    found = quietest(lambda: side_by_side(*works, before=before), cost, GOAL)
    counts = []
    for size, page in zip(sizes_, pages, strict=True):
        bases.use(size)
        with Queries() as queries:
            page()
        counts.append(queries.count)
    seen = model.objects.allowed(known[big][0], "view").order_by()
    hits = matching(seen, texts[big]).values("pk")[:COUNTED].count()
    hits = f"{hits}+" if hits == COUNTED else hits
    name = str(admin.site._registry[model].opts.verbose_name_plural).capitalize()
    many = " / ".join(map(str, dict.fromkeys(counts)))
    return [
        who,
        name,
        said,
        hits,
        *map(ms, found),
        f"{cost(found):.2f}",
        mark(cost(found) <= GOAL),
        many,
    ]


def client_get(client, url, text):
    return got(client, f"{url}?q={text}")


def bare(model, text):
    """Ask for the first page and the count, and for nothing else."""
    rows = matching(model._base_manager.order_by(*model._meta.ordering), text)
    with connection.cursor() as cursor:
        for asked in (rows.values("pk")[:50], rows.order_by().values("pk")[:COUNTED]):
            sql, params = asked.query.sql_with_params()
            cursor.execute(
                sql if asked.query.order_by else f"SELECT count(*) FROM ({sql}) AS found", params
            )
            cursor.fetchall()
