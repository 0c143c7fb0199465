"""What a page must never do.

Break the CSP, write an error in the console, ask another host, answer 500.
"""

CUT = "blockedbyclient"  # how a test cuts the network: nothing else says so
SAID_OF_A_CUT = ("net::ERR_BLOCKED_BY_CLIENT", "htmx:sendError")
SAY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
	console.error(`CSP: ${event.violatedDirective} refuse ${event.blockedURI} ` +
		`${event.sourceFile ?? ""}:${event.lineNumber}`));
"""


class Watch:
    """Records the faults of every page of a context, with the address where they were seen."""

    def __init__(self, context, home):
        self.faults, self.home = [], home
        context.add_init_script(SAY_VIOLATIONS)
        context.on("page", self._follow)

    def _follow(self, page):
        page.on(
            "console", lambda message: message.type == "error" and self._console(page, message.text)
        )
        page.on("pageerror", lambda error: self._add(page, f"script : {error}"))
        page.on("request", lambda request: self._host(page, request.url))
        page.on(
            "response",
            lambda response: (
                response.status >= 500 and self._add(page, f"{response.status} {response.url}")
            ),
        )

    def _console(self, page, text):
        if not any(words in text for words in SAID_OF_A_CUT):
            self._add(page, f"console : {text}")

    def _host(self, page, url):
        if not url.startswith((self.home, "data:", "blob:")):
            self._add(page, f"autre serveur : {url}")

    def _add(self, page, fault):
        self.faults.append(f"{page.url.removeprefix(self.home)}: {fault}")
