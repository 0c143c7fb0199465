"""The letters of a received file: read, or refused with what they seem to be."""

import pytest

from core.files.encodings import spoilt
from core.files.spreadsheets import UnreadableFile, read_rows

TEXTS = [
    "nom;lieu\nÉcole de la deuxième chance;Hôtel à Saint-Géréon\n",
    "nom;lieu\nPôle;Nantes\n",
    "nom;lieu\nCRÉÉ;ça\n",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("encoding", "name"), [("cp850", "MS-DOS"), ("mac_roman", "Macintosh")])
def test_another_encoding_is_guessed_and_refused(text, encoding, name):
    with pytest.raises(UnreadableFile, match=name):
        read_rows(text.encode(encoding))


@pytest.mark.parametrize("text", [*TEXTS, "nom;lieu\nl’Île-d’Yeu « 12 € » n°5;œuvre – été…\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(text, encoding):
    rows = read_rows(text.encode(encoding))
    assert [";".join(row.cells) for row in rows] == text.split("\n")[:2]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("word", ["deuxième", "Pôle", "ça et là"])
def test_accents_that_were_spoilt_are_told_with_what_was_meant(encoding, word):
    wrong = word.encode().decode(encoding)
    assert f"devait être « {word} »" in spoilt([wrong])
    assert spoilt([word]) == ""


def test_a_lost_letter_is_told():
    assert "sont perdues" in spoilt(["deuxi\ufffdme"])


def test_excel_says_its_separator():
    rows = read_rows(b"sep=;\na;b\n1,5;2\n")
    assert [(row.number, row.cells) for row in rows] == [(2, ("a", "b")), (3, ("1,5", "2"))]
