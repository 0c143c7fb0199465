"""A procédure as Markdown: the page of each programme in docs/procedures/."""

from core.procedure.champs import Champ
from core.procedure.content import Chapitre, Procedure

SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|"})


def markdown(procedure: Procedure) -> str:
    """Return the whole page, ending with a line break."""
    lines = [
        f"# {plain(procedure.titre)}",
        "",
        " · ".join(plain(part) for part in heading(procedure)),
        "",
    ]
    if procedure.avertissement:
        lines += [f"> **{plain(procedure.avertissement)}**", ""]
    lines += [
        "## Sommaire",
        "",
        *(f"- [{plain(c.titre)}](#{c.ancre})" for c in procedure.chapitres),
        "",
    ]
    for chapitre in procedure.chapitres:
        lines += of_chapter(chapitre)
    return "\n".join(lines).rstrip() + "\n"


def heading(procedure: Procedure) -> list[str]:
    """Return what dates and names the rules."""
    document = f"D’après : {procedure.document}" if procedure.document else ""
    jour = f"Établie le {procedure.jour}" if procedure.jour else ""
    return [
        part
        for part in (procedure.campagne, f"Règles : {procedure.version}", jour, document)
        if part
    ]


def of_chapter(chapitre: Chapitre) -> list[str]:
    lines = [f'<a id="{chapitre.ancre}"></a>', "", f"## {plain(chapitre.titre)}", ""]
    for paragraph in chapitre.paragraphes:
        lines += [plain(paragraph), ""]
    if chapitre.points:
        lines += [*(f"- {plain(point)}" for point in chapitre.points), ""]
    for groupe in chapitre.groupes:
        lines += [
            f"### {plain(groupe.titre)}",
            "",
            "| Champ | Obligation | Ce qui est attendu | Pourquoi, et qui le demande |",
        ]
        lines += ["|---|---|---|---|", *(row(one) for one in groupe.champs), ""]
    if chapitre.absents:
        lines += [f"Non employés par ce programme : {plain(', '.join(chapitre.absents))}.", ""]
    if chapitre.regles:
        lines += [
            *(
                f"- {plain(r.phrase)} ({plain(r.source)})" if r.source else f"- {plain(r.phrase)}"
                for r in chapitre.regles
            ),
            "",
        ]
    return [*lines, *([plain(chapitre.suite), ""] if chapitre.suite else [])]


def row(champ: Champ) -> str:
    expected = "<br>".join(filter(None, (plain(champ.attendu), value(champ), plain(champ.aide))))
    reason = "<br>".join(filter(None, (plain(champ.pourquoi), plain(champ.source))))
    name = f"**{plain(champ.libelle)}**{' \\*' if champ.exige else ''}"
    return f"| {name} | {plain(champ.obligation)} | {expected} | {reason} |"


def value(champ: Champ) -> str:
    if not champ.valeur:
        return ""
    return plain(champ.valeur) if champ.verrou else f"Proposé : {plain(champ.valeur)}"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line of a table."""
    return text.translate(SPECIAL).replace("\n", "<br>")
