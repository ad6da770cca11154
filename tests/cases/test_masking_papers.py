"""PDF and Office files on their way to the other side: their words stay, their people and their past do not."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from cases.masking import masked
from tests.cases import camera
from tests.cases.camera import SECRET
from tests.cases.cleaned import cleaned, differ, shown


def test_a_paper_keeps_its_pages_and_loses_its_past() -> None:
    """
    A PDF has the same pages and photos afterwards; properties, XMP, private parts and the remark's author are gone,
    the remark itself is not.
    """
    reader = PdfReader(io.BytesIO(cleaned(camera.pdf()).content))

    assert len(reader.pages) == 1
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    remark = reader.pages[0]["/Annots"][0].get_object()  # type: ignore[index]
    assert remark["/Contents"] == "the wage is on page two"
    assert "/T" not in remark
    photo = reader.pages[0]["/Resources"]["/XObject"]["/Photo"]  # type: ignore[index]
    assert differ(shown(photo._data), shown(camera.jpeg())) == 0


def test_papers_with_something_inside_or_locked_stay_here() -> None:
    """
    A file inside a PDF would be passed on unseen, and a locked one cannot be looked into: the lawyer opens originals.
    """
    assert masked("document", "", camera.pdf(inside="Zhang.docx")) is None
    assert masked("document", "", camera.pdf(password="0000")) is None


def test_an_office_file_keeps_its_words_and_loses_its_people() -> None:
    """
    A Word file says the same afterwards; properties, thumbnail, list of people and names at revisions are gone, and
    nothing points to a part that is gone.
    """
    found = cleaned(camera.docx())

    with zipfile.ZipFile(io.BytesIO(found.content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        assert package.comment == b""
    assert not any(SECRET in part for part in parts.values())
    assert "三月没有发工资".encode() in parts["word/document.xml"]
    assert not any(name.startswith("docProps") for name in parts)
    assert b"docProps" not in parts["_rels/.rels"] + parts["[Content_Types].xml"]
    assert b"people" not in parts["word/_rels/document.xml.rels"]
    assert b"media/image1.jpeg" in parts["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/embeddings/book.xlsx", b"PK"),
        ("word/vbaProject.bin", b"\xd0\xcf"),
        ("word/settings.xml", b"<w:settings><w:docVar w:name='a'/></w:settings>"),
        ("word/header1.xml", "<w:hdr>张</w:hdr>".encode("utf-16")),
        ("word/media/image2.emf", b"\x01\x00"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationship Type="t" Target="file:///C:/Users/Zhang/a.dotm" TargetMode="External"/>',
        ),
    ],
)
def test_an_office_file_with_anything_unknown_stays_here(part: str, content: bytes) -> None:
    """
    Embedded files, programs, other encodings and paths to a home folder are not guessed at.
    """
    assert masked("document", "", camera.docx(**{part: content})) is None


def test_a_workbook_loses_the_folder_it_was_saved_in() -> None:
    """
    Excel writes where a file lay, which is often a person's name, and which printer it was meant for.
    """
    found = cleaned(
        camera.package(
            {
                "[Content_Types].xml": b"<Types/>",
                "xl/workbook.xml": b"<workbook><x15ac:absPath url='C:\\Users\\" + SECRET + b"\\'/></workbook>",
                "xl/worksheets/sheet1.xml": b'<worksheet><pageSetup paperSize="9" r:id="rId1"/></worksheet>',
                "xl/worksheets/_rels/sheet1.xml.rels": b'<Relationships><Relationship Id="rId1" '
                b'Target="../printerSettings/printerSettings1.bin"/></Relationships>',
                "xl/printerSettings/printerSettings1.bin": SECRET,
            }
        )
    )

    with zipfile.ZipFile(io.BytesIO(found.content)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert found.name == "document.xlsx"
    assert SECRET not in everything
    assert b"rId1" not in everything
