"""Pages of a list that may hold a million rows: counted up to a limit, never read to the end."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED = 10_000
LAST_PAGE = 200


class EstimatePaginator(Paginator):
    """Counts at most `COUNTED` rows; the pages beyond the last one are reached by searching."""

    @cached_property
    def count(self):
        if not hasattr(self.object_list, "order_by"):
            return len(self.object_list)
        keys = self.object_list.order_by().values("pk")
        return keys[:COUNTED].count()

    @property
    def num_pages(self):
        return min(super().num_pages, LAST_PAGE)


class Chained:
    """Querysets one after the other: counted once each, and cut without reading what is not shown.

    One that holds nothing is asked all the same: a first page makes as many queries whatever waits.
    """

    def __init__(self, *querysets):
        self.querysets = querysets

    @cached_property
    def counts(self):
        return [rows.count() for rows in self.querysets]

    def count(self):
        return sum(self.counts)

    def __len__(self):
        return self.count()

    def __getitem__(self, cut):
        page = []
        start = cut.start
        stop = cut.stop
        for rows, count in zip(self.querysets, self.counts, strict=True):
            if start <= count and stop > 0:
                page += rows[max(start, 0) : stop]
            start -= count
            stop -= count
        return page
