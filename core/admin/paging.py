"""Pages of a list that may hold a million rows: counted up to a limit, and never read to the end."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED = 10_000
LAST_PAGE = 200


class EstimatePaginator(Paginator):
    """Counts at most `COUNTED` rows; the pages beyond the last one are reached by searching."""

    @cached_property
    def count(self):
        return (
            self.object_list.order_by().values("pk")[:COUNTED].count()
            if hasattr(self.object_list, "order_by")
            else len(self.object_list)
        )

    @property
    def num_pages(self):
        return min(super().num_pages, LAST_PAGE)
