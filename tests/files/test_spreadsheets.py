"""What a received file is, whatever its encoding."""

import io
import zipfile

import pytest

from core.files.spreadsheets import MAX_SIZE, UnreadableFile, read_rows
from tests.imports.samples import as_csv, as_xlsx, line, lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_any_of_its_encodings(encoding, delimiter):
    rows = read_rows(
        as_csv(
            [line(adresse_site="1, rue de l’Été ; bâtiment B")],
            encoding=encoding,
            delimiter=delimiter,
        )
    )
    assert [row.number for row in rows] == [1, 2]
    assert rows[0].cells[0] == "annee"
    assert "1, rue de l’Été ; bâtiment B" in rows[1].cells


def test_xlsx_gives_the_same_cells_as_csv():
    assert read_rows(as_xlsx(lines(3))) == read_rows(as_csv(lines(3)))


def test_line_numbers_are_those_of_the_file():
    rows = read_rows(b'a;b\n\n"deux\nlignes";1\nfin;2\n')
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("a", "b")),
        (3, ("deux\nlignes", "1")),
        (5, ("fin", "2")),
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b" \n ", "vide"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ni un CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "ancien"),
        (b"PK\x03\x04" + b"\x00" * 40, "abîmé"),
        (b'a;b\n"ouvert;1\n', "guillemet"),
        (b"a" * (MAX_SIZE + 1), "10 Mo"),
    ],
)
def test_other_contents_are_refused_by_a_sentence(content, word):
    with pytest.raises(UnreadableFile, match=word):
        read_rows(content)


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableFile, match="pas un classeur"):
        read_rows(out.getvalue())


@pytest.mark.parametrize("far", ["XFD1", "A1048576"])
def test_a_workbook_with_a_far_cell_is_refused_before_it_is_unfolded(far):
    with pytest.raises(UnreadableFile, match="éloignée"):
        read_rows(as_xlsx([line()], far=far))
