"""Word, Excel and PowerPoint files without properties and names of authors, or not at all.

Sound only because it works by a list of what is known: a part of the package that is not on it keeps the file here.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from posixpath import dirname, join, normpath

from cases.masking import pictures
from cases.masking.unclean import Unclean

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = _OPEN_XML + "wordprocessingml.document"
XLSX = _OPEN_XML + "spreadsheetml.sheet"
PPTX = _OPEN_XML + "presentationml.presentation"
_LARGEST, _MOST_PARTS = 200_000_000, 3000
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"

_DROPPED = re.compile(r"docProps/.*|customXml/.*|word/people\.xml|xl/printerSettings/.*")
_MEDIA = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.(jpe?g|png|gif)", re.IGNORECASE)
_XML = re.compile(
    r"""\[Content_Types\]\.xml | (?:.*/)?_rels/[^/]*\.rels
    | (?:word|xl|ppt)/theme/(?:theme|themeOverride)\d*\.xml
    | word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes
        |comments|commentsExtended|commentsIds|commentsExtensible|header\d*|footer\d*)\.xml
    | xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml | xl/worksheets/sheet\d+\.xml
    | xl/drawings/drawing\d+\.xml | xl/tables/table\d+\.xml | xl/charts/(?:chart|style|colors)\d+\.xml
    | ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml
    | ppt/(?:slides/slide|slideLayouts/slideLayout|slideMasters/slideMaster|notesSlides/notesSlide
        |notesMasters/notesMaster|handoutMasters/handoutMaster)\d+\.xml""",
    re.VERBOSE,
)
_NAMES = re.compile(
    rb"""([\s:](?:author|initials|userName|userId|displayName|lastEditedBy|lastIdxByUser)\s*=\s*)("[^"]*"|'[^']*')"""
)
_LONGEST_TAG = 4096  # bytes of a tag that we look into
# Each of these looks at a byte a few times at most, however the file is made.
_TELLING = re.compile(rb"<(?:\w+:)?(?:absPath|pageSetup)\b[^<>]*>")
_FOLDER = re.compile(rb"""(\burl\s*=\s*)("[^"]*"|'[^']*')""")
_PRINTER = re.compile(rb"""(?<!\s)\s+r:id\s*=\s*("[^"]*"|'[^']*')""")
_CUSTOM = re.compile(rb"mailMerge|docVar|fileSharing|<!DOCTYPE|<!ENTITY|<!--")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>(?:\s*</(?:\w+:)?Relationship\s*>)?")
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^<>]*>(?:\s*</(?:\w+:)?Override\s*>)?")
_ATTRIBUTE = re.compile(rb"""(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_QUOTES = re.compile(rb"[\"']")
_QUOTED = re.compile(rb""""[^"]*"|'[^']*'""")
_WEB = (b"http://", b"https://")


def is_docx(content: bytes) -> bool:
    """Whether it is a package with a Word document."""
    return _holds(content, "word/document.xml")


def is_xlsx(content: bytes) -> bool:
    """Whether it is a package with an Excel workbook."""
    return _holds(content, "xl/workbook.xml")


def is_pptx(content: bytes) -> bool:
    """Whether it is a package with a PowerPoint presentation."""
    return _holds(content, "ppt/presentation.xml")


def _holds(content: bytes, part: str) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return part in package.namelist()


def clean(content: bytes) -> bytes:
    """The package written anew from its known parts; raises Unclean, or what zipfile raises."""
    parts, written = _parts(content), io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            if not _DROPPED.fullmatch(name):
                package.writestr(zipfile.ZipInfo(name, _LONG_AGO), _cleaned(name, part), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
        too_much = sum(entry.file_size for entry in entries) > _LARGEST or len(entries) > _MOST_PARTS
        if too_much or len(set(names)) < len(names):
            raise Unclean
        return {entry.filename: package.read(entry) for entry in entries}


def _cleaned(name: str, part: bytes) -> bytes:
    if media := _MEDIA.fullmatch(name):
        return _picture(media[1].lower(), part)
    if not _XML.fullmatch(name) or not _is_plain_xml(part) or _CUSTOM.search(part):
        raise Unclean
    if name == _TYPES:
        return _OVERRIDE.sub(_kept_override, part)
    if name.endswith(".rels"):
        folder = dirname(dirname(name))
        return _RELATION.sub(lambda found: _kept_relation(folder, found), part)
    return _TELLING.sub(_untold, _NAMES.sub(rb'\1""', part))


def _is_plain_xml(part: bytes) -> bool:
    """UTF-8 and said to be so, for in another encoding we would look past the names."""
    head = part[:200].lower()
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in part and (b"encoding" not in head or b"utf-8" in head)


def _picture(ending: str, part: bytes) -> bytes:
    """Pictures in documents are turned by the document, not by their own notes."""
    if ending == "png" and pictures.is_png(part):
        return pictures.png(part)
    if ending == "gif" and pictures.is_gif(part):
        return pictures.gif(part)
    if ending in ("jpg", "jpeg") and pictures.is_jpeg(part):
        return pictures.stripped_jpeg(part)
    raise Unclean


def _tag(found: re.Match[bytes]) -> bytes:
    """The tag that was found; raises Unclean for one too long to look into, or cut off within a value."""
    tag = found[0]
    if len(tag) > _LONGEST_TAG or _QUOTES.search(_QUOTED.sub(b"", tag)):
        raise Unclean
    return tag


def _untold(found: re.Match[bytes]) -> bytes:
    """Where the file lay, or how it is printed, without the folder and the printer."""
    return _PRINTER.sub(b"", _FOLDER.sub(rb'\1""', _tag(found)))


def _element(found: re.Match[bytes]) -> bytes:
    """A whole empty element; raises Unclean if it is not whole."""
    tag = _tag(found)
    if not tag.endswith(b"/>") and b"</" not in tag:
        raise Unclean
    return tag


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _kept_override(found: re.Match[bytes]) -> bytes:
    part = _attributes(_element(found)).get(b"PartName", b"").decode().lstrip("/")
    return b"" if _DROPPED.fullmatch(part) else found[0]


def _kept_relation(folder: str, found: re.Match[bytes]) -> bytes:
    """A relation to a part that stays, or to a page of the web; raises Unclean for one to a file elsewhere."""
    relation = _attributes(_element(found))
    target = relation.get(b"Target", b"")
    if relation.get(b"TargetMode") == b"External":
        if not target.startswith(_WEB):
            raise Unclean
        return found[0]
    path = target.decode()
    part = path.lstrip("/") if path.startswith("/") else normpath(join(folder, path))
    return b"" if _DROPPED.fullmatch(part) else found[0]
