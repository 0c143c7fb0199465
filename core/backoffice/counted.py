"""How many rows hang under each row of a page, asked once for all of them."""

from django.db.models import Count


def count_under(shown, rows, link):
    """Say to each row shown how many `rows` name it by their `link`, as its `nombre`.

    Never by grouping a whole table.
    """
    keys = [row.pk for row in shown]
    under = rows.filter(**{f"{link}__in": keys}).order_by()
    counts = dict(under.values_list(link).annotate(Count("pk")))
    for row in shown:
        row.nombre = counts.get(row.pk, 0)
