"""A procédure as Markdown: the page of each programme in docs/procedures/."""

from core.procedure.champs import Champ
from core.procedure.chapters import Chapter, Group, Procedure, Rule

SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|"})
TABLE = (
    "| Champ | Obligation | Ce qui est attendu | Pourquoi, et qui le demande |",
    "|---|---|---|---|",
)


def markdown(procedure: Procedure) -> str:
    """Return the whole page, ending with a line break."""
    lines = [
        f"# {plain(procedure.title)}",
        "",
        " · ".join(plain(part) for part in heading(procedure)),
        "",
    ]
    if procedure.warning:
        lines += [f"> **{plain(procedure.warning)}**", ""]
    lines += ["## Sommaire", ""]
    lines += [f"- [{plain(chapter.title)}](#{chapter.anchor})" for chapter in procedure.chapters]
    lines.append("")
    for chapter in procedure.chapters:
        lines += of_chapter(chapter)
    return "\n".join(lines).rstrip() + "\n"


def heading(procedure: Procedure) -> list[str]:
    """Return what dates and names the rules."""
    parts = [procedure.campagne, f"Règles : {procedure.version}"]
    if procedure.day:
        parts.append(f"Établie le {procedure.day}")
    if procedure.document:
        parts.append(f"D’après : {procedure.document}")
    return [part for part in parts if part]


def of_chapter(chapter: Chapter) -> list[str]:
    """Return the lines of a chapter."""
    lines = [
        f'<a id="{chapter.anchor}"></a>',
        "",
        f"## {plain(chapter.title)}",
        "",
    ]
    for paragraph in chapter.paragraphs:
        lines += [plain(paragraph), ""]
    if chapter.points:
        lines += [f"- {plain(point)}" for point in chapter.points]
        lines.append("")
    for group in chapter.groups:
        lines += of_group(group)
    if chapter.unused:
        labels = plain(", ".join(chapter.unused))
        lines += [f"Non employés par ce programme : {labels}.", ""]
    if chapter.rules:
        lines += [of_rule(rule) for rule in chapter.rules]
        lines.append("")
    if chapter.next_step:
        lines += [plain(chapter.next_step), ""]
    return lines


def of_group(group: Group) -> list[str]:
    """Return the table of the fields of a group."""
    rows = [row(champ) for champ in group.champs]
    return [
        f"### {plain(group.title)}",
        "",
        *TABLE,
        *rows,
        "",
    ]


def of_rule(rule: Rule) -> str:
    sentence = plain(rule.sentence)
    if not rule.source:
        return f"- {sentence}"
    return f"- {sentence} ({plain(rule.source)})"


def row(champ: Champ) -> str:
    """Return the line of a field."""
    mark = " \\*" if champ.required else ""
    name = f"**{plain(champ.label)}**{mark}"
    cells = [
        name,
        plain(champ.need),
        broken(plain(champ.expected), value(champ), plain(champ.help)),
        broken(plain(champ.why), plain(champ.source)),
    ]
    return f"| {' | '.join(cells)} |"


def broken(*texts: str) -> str:
    """Return texts one below the other, in one cell."""
    return "<br>".join(filter(None, texts))


def value(champ: Champ) -> str:
    if not champ.value:
        return ""
    words = plain(champ.value)
    return words if champ.locked else f"Proposé : {words}"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line of a table."""
    return text.translate(SPECIAL).replace("\n", "<br>")
