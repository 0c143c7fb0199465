"""Nobody should read English: unfold ships no French, our catalogue does."""

import ast
import re
from pathlib import Path

import polib
import pytest
import unfold
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

CATALOGUE = Path(settings.BASE_DIR, "locale", "fr", "LC_MESSAGES", "django.po")
PACKAGE = Path(unfold.__file__).parent
CALLS = {"_": "gettext"} | {
    f"{name}{lazy}": name
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for lazy in ("", "_lazy")
}
QUOTED = r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
LOOSE = re.compile(
    r" [;:!?»]|« |[^\s\u202f/]\?|\.\.\."
)  # an ordinary space where a line must not break
CALL_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*u?((?:(?:{QUOTED})\s*,?\s*u?)+)", re.DOTALL)


def entries():
    return [entry for entry in polib.pofile(CATALOGUE) if not entry.obsolete]


def key(function, texts):
    """Name a message as catalogues do: its context, then its singular."""
    if function in {"pgettext", "npgettext"}:
        return (texts[0], texts[1], function == "npgettext")
    return (None, texts[0], function == "ngettext")


def messages_of_python(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            function = CALLS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
            texts = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if function and texts:
                yield key(function, texts)


def messages_of_template(path):
    for function, arguments in CALL_IN_TEMPLATE.findall(
        templatize(path.read_text(), origin=str(path))
    ):
        texts = [ast.literal_eval(text) for text in re.findall(QUOTED, arguments, re.DOTALL)]
        yield key(CALLS[function], texts)


def unfold_messages():
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".py", ".html"}:
            found = messages_of_python(path) if path.suffix == ".py" else messages_of_template(path)
            yield from ((path.relative_to(PACKAGE).as_posix(), *message) for message in found)


def in_french(context, text, plural, french=None):
    """Say whether French has the message, even when it is spelled the same."""
    catalogue = (french or trans_real.translation("fr"))._catalog
    name = f"{context}\x04{text}" if context else text
    if plural:
        return catalogue.get((name, 0)) is not None
    return catalogue.get(name) is not None or catalogue.get((name, 0)) is not None


def test_the_scanner_sees_templates_plurals_and_python():
    found = {text.strip() for _, _, text, _ in unfold_messages()}
    assert {
        "Apply Filters",
        "Select record",
        "%(counter)s result",
        "Please correct the error below.",
    } <= found
    assert len(found) > 150


def test_every_message_of_unfold_has_its_french():
    missing = sorted(
        {
            f"{where}: {text!r}"
            for where, *message in unfold_messages()
            for text in message[1:2]
            if not in_french(*message)
        }
    )
    assert not missing, "No French in locale/fr for:\n" + "\n".join(missing)


def test_no_entry_is_empty_or_fuzzy():
    bad = [entry.msgid for entry in entries() if entry.fuzzy or not entry.translated()]
    assert not bad


def test_the_compiled_catalogue_is_fresh():
    compiled = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural)
        for e in polib.mofile(CATALOGUE.with_suffix(".mo"))
    }
    source = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in entries()}
    assert compiled == source, f"Compile {CATALOGUE.name} again: its first lines say how."


def test_our_words_are_the_ones_shown():
    """Fail when another catalogue comes before ours."""
    with translation.override("fr"):
        for entry in entries():
            if entry.msgid_plural:
                shown = [
                    translation.ngettext(entry.msgid, entry.msgid_plural, count) for count in (1, 2)
                ]
                assert shown == [entry.msgstr_plural[0], entry.msgstr_plural[1]]
            elif entry.msgctxt:
                assert translation.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
            else:
                assert translation.gettext(entry.msgid) == entry.msgstr


def test_placeholders_survive():
    """A lost %(name)s would break the page that shows it."""
    holes = re.compile(r"%\(\w+\)s|\{\w+\}")
    for entry in entries():
        for french in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            asked, given = set(holes.findall(entry.msgid)), set(holes.findall(french))
            assert asked == given or "{}" in entry.msgid, entry.msgid


def test_no_entry_is_dead(settings):
    """A message reworded upstream would bring the poor translation back unseen."""
    settings.LOCALE_PATHS = []
    others = trans_real.DjangoTranslation("fr")
    used = {text for _, _, text, _ in unfold_messages()}
    ours = [entry for entry in entries() if entry.msgid not in used]
    dead = [
        e.msgid for e in ours if not in_french(e.msgctxt, e.msgid, bool(e.msgid_plural), others)
    ]
    # import-export left this one without French
    assert set(dead) <= {"Select all"}


@pytest.mark.parametrize("text", ["Field required :", "« Oui »", "Quoi ?"])
def test_the_typography_rule_bites(text):
    assert LOOSE.search(text)


def test_french_typography():
    loose = [
        e.msgstr
        for e in entries()
        for text in [e.msgstr, *e.msgstr_plural.values()]
        if LOOSE.search(text)
    ]
    assert not loose
