"""axe-core, asked about WCAG 2 A and AA, in the light and in the dark."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
RUN = """async ([place, options]) => {
	const found = await axe.run(place, {...options, resultTypes: ["violations"]});
	const said = (n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`;
	return found.violations.map((v) => [v.id, v.nodes.map(said)]);
}"""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MORE = ("heading-order", "empty-heading", "landmark-unique")
ALL = {"runOnly": LEVELS, "rules": {rule: {"enabled": True} for rule in MORE}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# The back-office has a switch; the pages of nobody follow the reader's system.
DARK = """(dark) => {
	const root = document.documentElement;
	if (root.outerHTML.slice(0, 2000).includes("adminTheme")) root.classList.toggle("dark", dark);
}"""


WITHOUT_MENU = {"exclude": [["#nav-sidebar"]]}  # the same on each page


def violations(page, place=None) -> list[str]:
    """Return what axe finds on a page, or in a place of it, in both themes.

    One sentence for each rule and element.
    """
    place = place or WITHOUT_MENU
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, [place, ALL])
    page.emulate_media(color_scheme="dark")
    page.evaluate(DARK, True)
    found += [(f"{rule} (sombre)", nodes) for rule, nodes in page.evaluate(RUN, [place, CONTRAST])]
    page.evaluate(DARK, False)
    page.emulate_media(color_scheme="light")
    return [f"{rule} : {node}" for rule, nodes in found for node in nodes]
