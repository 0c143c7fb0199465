"""Send a file, see what it would change, then confirm: written once, declared by each import.

The file waits in a private folder between the pages; the session knows its token and its name.
What was shown is confirmed by its fingerprint: `write` refuses when the base changed since.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core.files import waiting
from core.files.spreadsheets import UnreadableFile
from core.imports.refusal import ImportRefused
from core.imports.upload_form import UploadForm
from workflows.service import Refused

NO_PREVIEW = "?"  # the fingerprint of no plan


@dataclass(frozen=True, slots=True)
class Page:
    """A title, and the template under it."""

    title: str
    template: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that waits, and what was chosen beside it in the form."""

    content: bytes
    name: str
    choice: object


@dataclass(frozen=True, slots=True)
class Sending:
    """What an import is made of; the functions after it are the same for all.

    `check(content, form)` raises `UnreadableFile`, which is shown beside the file.
    `preview(request, sent)` gives what the template of the preview shows, `fingerprint` included.
    `write(request, sent, expected)` writes a file whose plan has this fingerprint, and returns what
    it did; it raises `ImportRefused`, or `Refused` of the life cycle: nothing is written then.
    `tell(request, sent, done)` gives the sentence that says what was written.
    `choices(form)` are kept in the session; `choice(request, waits)` finds them again, or None when
    they are no longer open to this person: no file waits then.
    """

    code: str  # name of the address, and of what the session keeps
    route: str
    may_open: Callable[[object], bool]  # of a user
    closed: str  # to whom it is not open
    upload: Page
    apercu: Page
    form: Callable[[HttpRequest], UploadForm]
    check: Callable[[bytes, UploadForm], object]
    upload_context: Callable[[HttpRequest, UploadForm], dict]
    preview: Callable[[HttpRequest, Sent], dict]
    write: Callable[[HttpRequest, Sent, str], object]
    tell: Callable[[HttpRequest, Sent, object], str]
    choices: Callable[[UploadForm], dict] = lambda form: {}
    choice: Callable[[HttpRequest, dict], object] = lambda request, waits: ""
    being_written: str = "« {name} » est en cours d’enregistrement, une seule fois."

    def urls(self, site):
        return [
            path(self.route, site.admin_view(self.upload_view), name=self.code),
            path(
                f"{self.route}apercu/",
                site.admin_view(self.preview_view),
                name=f"{self.code}_apercu",
            ),
        ]

    def upload_view(self, request):
        """Take the file, if it can be read at all."""
        self._check_right(request)
        form = self.form(request)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["fichier"]
            content = file.read()
            try:
                self.check(content, form)
            except UnreadableFile as error:
                form.add_error("fichier", str(error))
            else:
                self._keep(request, content, file.name, self.choices(form))
                return HttpResponseRedirect(reverse(f"admin:{self.code}_apercu"))
        return _page(request, self.upload, {"form": form, **self.upload_context(request, form)})

    def preview_view(self, request):
        """Show what the file would change; write it once that is confirmed."""
        self._check_right(request)
        sent = self._sent(request)
        if sent is None:
            return self._nothing_waits(request)
        if request.method != "POST":
            return self._preview(request, sent)
        if "abandonner" in request.POST:
            self._forget(request)
            messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
            return self._back()
        return self._confirmed(request, sent)

    def _confirmed(self, request, sent):
        """Write the file, which nobody else can take meanwhile; refused, it waits again."""
        expected = request.POST.get("plan") or NO_PREVIEW
        try:
            with waiting.held(self._waits(request)["token"]) as content:
                if content is None:
                    return self._nothing_waits(request)
                done = self.write(request, sent, expected)
        except (ImportRefused, Refused) as refusal:
            return self._preview(request, sent, refused=refusal.message)
        self._forget(request)
        messages.success(request, self.tell(request, sent, done))
        return self._back()

    def _preview(self, request, sent, *, refused=""):
        context = {"name": sent.name, "refused": refused, **self.preview(request, sent)}
        return _page(request, self.apercu, context)

    def _nothing_waits(self, request):
        """Tell that no file waits, or that it is being written: confirmed twice, written once."""
        waits = self._waits(request)
        sentence = "Aucun fichier n’attend : envoyez-le de nouveau."
        if waiting.is_held(waits.get("token")):
            sentence = self.being_written.format(name=waits["name"])
        messages.info(request, sentence)
        return self._back()

    def _back(self):
        return HttpResponseRedirect(reverse(f"admin:{self.code}"))

    def _check_right(self, request):
        if not self.may_open(request.user):
            raise Http404(self.closed)

    # The file that waits --------------------------------------------------------------

    def _waits(self, request) -> dict:
        """Return what the session knows of the file that waits; nothing when none does."""
        return request.session.get(self.code) or {}

    def _sent(self, request) -> Sent | None:
        waits = self._waits(request)
        content = waiting.read(waits.get("token"))
        if content is None:
            return None
        choice = self.choice(request, waits)
        if choice is None:
            return None
        return Sent(content, waits["name"], choice)

    def _keep(self, request, content, name, choices):
        """Let a file wait, in place of the one before."""
        self._forget(request)
        token = waiting.keep(content)
        request.session[self.code] = {"token": token, "name": name, **choices}

    def _forget(self, request):
        """Drop the file that waits."""
        waits = request.session.pop(self.code, None)
        if waits:
            waiting.drop(waits["token"])


def _page(request, page: Page, context):
    common = admin.site.each_context(request)
    return TemplateResponse(request, page.template, {**common, "title": page.title, **context})
