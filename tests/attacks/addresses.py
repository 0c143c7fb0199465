"""Every address of the map with any value where a row, or a word, is named."""

from django.urls import NoReverseMatch, reverse

from tests.contracts import registry

WORDS = {
    "key": "abc",
    "uidb36": "1",
    "code": "mentions-legales",
    "site": 1,
    "session": 1,
    "url": "x",
    "content_type_id": 1,
}


def reversed_of(url, key) -> list[str]:
    """Return the addresses of a line of the map.

    One for each value of the parameters that name no row.
    """
    if not url.exempt:
        words = {param: registry.SLUGS[param][:1] for param in url.others}
        return [
            reverse(
                url.name,
                kwargs={p: v[0] for p, v in words.items()} | ({url.key: key} if url.key else {}),
            )
        ]
    values = {param: key if param in registry.KEYS else WORDS[param] for param in url.params}
    try:
        return [reverse(url.name, kwargs=values)]
    except NoReverseMatch:  # it has no name: its route is written as Django reads it
        route = url.name.replace("(?P<url>.*)$", "x")
        for param, value in values.items():
            route = route.replace(f"<path:{param}>", str(value))
        return [f"/{route}"]


def everywhere(key=1) -> list[str]:
    """Return every address of the product, a row being named by this number."""
    return [at for url in registry.urls() for at in reversed_of(url, key)]
