"""Which parameters a page reads in its query: recorded while it does."""

from django.http import QueryDict

READ: set[str] = set()


class Recorded(QueryDict):
    """A query that notes the names by which it is read."""

    def __getitem__(self, key):
        READ.add(key)
        return super().__getitem__(key)

    def getlist(self, key, default=None):
        READ.add(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        READ.add(key)
        return super().__contains__(key)


def record(get_response):
    """Middleware: give each page a query that notes what it reads."""

    def middleware(request):
        request.GET = Recorded(request.META["QUERY_STRING"], encoding="utf-8")
        return get_response(request)

    return middleware
