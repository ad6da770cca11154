"""PDF without its properties, its history and who remarked what, and without what the pictures inside it carry."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from cases.masking.pictures import stripped_jpeg
from cases.masking.unclean import Unclean

LARGEST = 50_000_000
_DROPPED = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo", "/OpenAction", "/AA", "/JavaScript")
# Files inside the file, forms of another kind, and signatures, which name the signer and would be broken anyway.
_REFUSED = ("/EmbeddedFiles", "/EF", "/AF", "/XFA", "/ByteRange")
_OF_REMARKS = ("/T", "/M", "/CreationDate", "/NM", "/Subj")
_ELSEWHERE = ("/GoToR", "/GoToE", "/Launch")


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return content.startswith(b"%PDF-")


def pdf(content: bytes) -> bytes:
    """The pages as they look, written anew, so that earlier versions inside the file are gone too.

    Raises Unclean, or what pypdf raises, for encrypted, signed and damaged papers and for those with files inside.
    """
    if len(content) > LARGEST:
        raise Unclean
    reader, writer, written = PdfReader(io.BytesIO(content)), PdfWriter(), io.BytesIO()
    if reader.is_encrypted:
        raise Unclean
    for one in _everything(reader.root_object):
        _clean(one)
    writer.clone_reader_document_root(reader)
    writer.pdf_header = "%PDF-1.7"
    writer.write(written)
    return written.getvalue()


def _everything(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached; each is cleaned before what hangs on it is looked at."""
    seen, waiting = set[int](), list[Any]([root])
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
        waiting.extend(_held(one))


def _held(one: PdfObject | None) -> list[Any]:
    if isinstance(one, DictionaryObject):
        return list(one.values())
    return list(one) if isinstance(one, ArrayObject) else []


def _clean(one: DictionaryObject) -> None:
    if any(name in one for name in _REFUSED):
        raise Unclean
    for name in _DROPPED:
        one.pop(name, None)
    if "/Rect" in one and _at(one, "/Subtype") != "/Widget":
        for name in _OF_REMARKS:
            one.pop(name, None)
    if _at(one, "/S") in _ELSEWHERE:
        one.pop("/F", None)
    if isinstance(one, StreamObject) and _at(one, "/Subtype") == "/Image":
        _clean_image(one)


def _at(one: DictionaryObject, name: str) -> Any:
    """What stands under a name, wherever the file keeps it; None if nothing does."""
    return one[name] if name in one else None  # noqa: SIM401 (`get` does not follow references)


def _clean_image(image: StreamObject) -> None:
    """A photo inside carries the notes of its camera like any other."""
    filters = _at(image, "/Filter")
    names = [filters] if isinstance(filters, str) else list(filters or [])
    if "/JPXDecode" in names or ("/DCTDecode" in names and len(names) > 1):
        raise Unclean
    if "/DCTDecode" in names:
        image._data = stripped_jpeg(image._data)
