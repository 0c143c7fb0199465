"""What no page of the back-office may hold.

Scripts that its policy stops, tags left over, forms open to forgery.
"""

from django.utils.deprecation import MiddlewareMixin
from lxml import html

from tests.hostile import faults

DATA = ("application/json", "importmap", "speculationrules")  # read, not run
LEFT_OVER = ("{%", "%}", "{{", "{#")
WRITES = (
    "//form[translate(@method, 'POST', 'post') = "
    "'post'][not(.//input[@name = 'csrfmiddlewaretoken'])]"
)


class Watch(MiddlewareMixin):
    """Reads every page that is served: to the client of a test, and to a browser."""

    def process_response(self, request, response):
        if (
            not response.streaming
            and response.get("Content-Type", "").startswith("text/html")
            and response.content
        ):
            for sentence in wrong(response.text):
                faults.tell(f"{request.path}: {sentence}")
        return response


def wrong(page: str) -> list[str]:
    """Return what is wrong in a page."""
    root = html.document_fromstring(page)
    found = [f"`{mark}` is left in the page." for mark in LEFT_OVER if mark in page]
    found += [
        f"a script is written in the page: {(script.text or '').strip()[:60]!r}."
        for script in root.iter("script")
        if "src" not in script.attrib and script.get("type") not in DATA
    ]
    found += [
        f"{at.attrname}=… is a script written in the page."
        for at in root.xpath("//@*[starts-with(name(), 'on')]")
    ]
    return found + [
        f"a form that posts to {form.get('action')!r} has no CSRF token."
        for form in root.xpath(WRITES)
    ]
