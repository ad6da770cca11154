"""Files as phones, cameras and offices make them, with an invented owner's name, place and story written all over."""

import io
import struct
import zipfile
import zlib
from fractions import Fraction

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

OWNER = "Zhang Ceshi 13800000000"
SECRET = OWNER.encode()
PLACE = (Fraction(34), Fraction(34), Fraction(51))


def picture(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Left half red, right half blue, so that turning it shows."""
    image = Image.new("RGB", size, (220, 30, 30))
    image.paste((30, 30, 220), (size[0] // 2, 0, size[0], size[1]))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes about a photo."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F], notes[0x013B], notes[0x9286] = "PhoneMaker", OWNER, OWNER
    notes[0x8825] = {1: "N", 2: PLACE, 3: "E", 4: (Fraction(105), Fraction(43), Fraction(29))}
    return notes


def xmp() -> bytes:
    """The same in XMP."""
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def jpeg(orientation: int = 1, *, progressive: bool = False, mode: str = "RGB") -> bytes:
    """A photo with EXIF, GPS, XMP, a comment, a colour profile and a film hidden after its end."""
    written = io.BytesIO()
    picture().convert(mode).save(
        written,
        "JPEG",
        quality=90,
        progressive=progressive,
        exif=exif(orientation),
        xmp=xmp(),
        comment=SECRET,
        icc_profile=b"profile of the screen of " + SECRET,
    )
    return written.getvalue() + b"film after the end of " + SECRET


def png(orientation: int = 1, frames: int = 1) -> bytes:
    """A screenshot with texts and EXIF; several frames make it move."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", OWNER)
    notes.add_itxt("Story", OWNER, zip=True)
    more = [picture().rotate(90 * n) for n in range(1, frames)]
    written = io.BytesIO()
    picture().save(written, "PNG", pnginfo=notes, exif=exif(orientation), save_all=frames > 1, append_images=more)
    return written.getvalue() + SECRET


def gif(frames: int = 3) -> bytes:
    """A moving picture with a comment."""
    more = [picture((16, 16)).rotate(90 * n) for n in range(1, frames)]
    written = io.BytesIO()
    picture((16, 16)).save(written, "GIF", save_all=True, append_images=more, comment=SECRET, loop=0, duration=80)
    return written.getvalue() + SECRET


def webp(orientation: int = 1, frames: int = 1, *, lossless: bool = True) -> bytes:
    """A sticker or a picture from a messenger, with EXIF and XMP."""
    more = [picture().rotate(90 * n) for n in range(1, frames)]
    written = io.BytesIO()
    how = {"save_all": True, "append_images": more} if frames > 1 else {}
    picture().save(written, "WEBP", lossless=lossless, exif=exif(orientation).tobytes(), xmp=xmp(), **how)
    return written.getvalue()


def pdf(*, inside: str = "", password: str = "") -> bytes:
    """A scanned contract: properties, XMP, a remark by somebody, and a photo with its EXIF."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": OWNER, "/Title": OWNER})
    remarks = StreamObject()
    remarks.set_data(xmp())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(remarks)
    private = writer._add_object(DictionaryObject({NameObject("/Private"): TextStringObject(OWNER)}))
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): private})
    photo = DecodedStreamObject()
    photo.set_data(jpeg())
    photo.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    resources = DictionaryObject({NameObject("/Photo"): writer._add_object(photo)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): resources})
    remark = Text(rect=(10, 10, 50, 50), text="the wage is on page two")
    remark[NameObject("/T")] = TextStringObject(OWNER)
    writer.add_annotation(page, remark)
    if inside:
        writer.add_attachment(inside, SECRET)
    if password:
        writer.encrypt(password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word file with properties, a reviser, a comment, and a photo with its EXIF; `more` adds parts by name."""
    relation = b'<Relationship Id="r%d" Type="http://t/%s" Target="%s"/>'
    parts = {
        "[Content_Types].xml": b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="t"><Default Extension="xml"/>'
        b'<Override PartName="/word/document.xml" ContentType="d"/>'
        b'<Override PartName="/docProps/core.xml" ContentType="c"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="r">'
        + relation % (1, b"officeDocument", b"word/document.xml")
        + relation % (2, b"core-properties", b"docProps/core.xml")
        + relation % (3, b"thumbnail", b"docProps/thumbnail.jpeg")
        + b"</Relationships>",
        "docProps/core.xml": b"<dc:creator>" + SECRET + b"</dc:creator>",
        "docProps/thumbnail.jpeg": SECRET,
        "word/document.xml": b"<w:document><w:p><w:ins w:author='"
        + SECRET
        + '\' w:date="2026-01-01">三月没有发工资</w:ins></w:p></w:document>'.encode(),
        "word/comments.xml": b'<w:comments><w:comment w:initials="ZC" w:author="' + SECRET + b'"/></w:comments>',
        "word/people.xml": b'<w15:person w15:author="' + SECRET + b'"/>',
        "word/_rels/document.xml.rels": b'<Relationships xmlns="r">'
        + relation % (1, b"image", b"media/image1.jpeg")
        + relation % (2, b"people", b"people.xml")
        + b"</Relationships>",
        "word/media/image1.jpeg": jpeg(),
    }
    return package({**parts, **more})


def package(parts: dict[str, bytes]) -> bytes:
    """An Office package of these parts, its archive commented by its owner."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.comment = SECRET
    return written.getvalue()


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of an MP4."""
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def mp4(brand: bytes = b"isom", handlers: tuple[bytes, ...] = (b"vide",), extra: bytes = b"") -> bytes:
    """A film with its owner in udta, meta and dates, one sample per track, and notes between the samples."""
    samples = [handler + b" sample of 32 bytes" + b"." * 9 for handler in handlers]
    head = box(b"ftyp", brand, b"\x00\x00\x02\x00", brand)
    first = len(head) + 8 + len(SECRET)
    stored = box(b"mdat", SECRET, *(sample + SECRET for sample in samples))
    step = len(samples[0]) + len(SECRET)
    tracks = [_track(handler, first + n * step, len(samples[n])) for n, handler in enumerate(handlers)]
    moov = box(b"moov", box(b"mvhd", b"\x00" * 4, b"\x12\x34\x56\x78" * 2, b"\x00" * 88), *tracks, _about())
    return head + stored + moov + box(b"uuid", SECRET) + extra


def _about() -> bytes:
    return box(b"udta", box(b"\xa9xyz", b"+34.5809+105.7247/" + SECRET), box(b"meta", b"\x00" * 4, SECRET))


def _track(handler: bytes, offset: int, size: int) -> bytes:
    table = [
        box(b"stsd", b"\x00" * 8),
        box(b"stts", b"\x00" * 8),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
        box(b"stsz", struct.pack(">IIII", 0, 0, 1, size)),
        box(b"stco", struct.pack(">III", 0, 1, offset)),
    ]
    named = box(b"hdlr", b"\x00" * 8, handler, b"\x00" * 12, SECRET + b"\x00")
    media = box(
        b"mdia", box(b"mdhd", b"\x00" * 4, b"\x77" * 8, b"\x00" * 12), named, box(b"minf", box(b"stbl", *table))
    )
    return box(b"trak", box(b"tkhd", b"\x00" * 4, b"\x66" * 8, b"\x00" * 72), media, _about())


def ogg(comments: bytes = SECRET, codec: str = "opus") -> bytes:
    """A voice message: head, comments (over several pages where they are long), two pages of sound."""
    head, tags = (b"OpusHead", b"OpusTags") if codec == "opus" else (b"\x01vorbis", b"\x03vorbis")
    told = tags + struct.pack("<I", 6) + b"vendor" + struct.pack("<II", 1, len(comments)) + comments + b"\x01"
    pages = [ogg_page(0, 2, [head + b"\x01" * 11])]
    pieces = [told[at : at + 255 * 200] for at in range(0, len(told), 255 * 200)]
    for n, piece in enumerate(pieces):
        pages.append(ogg_page(1 + n, int(n > 0), [piece], whole=n == len(pieces) - 1))
    for n in range(2):
        pages.append(ogg_page(1 + len(pieces) + n, 4 * n, [bytes([n]) * 300, b"sound"]))
    return b"".join(pages)


def ogg_page(number: int, flags: int, packets: list[bytes], *, whole: bool = True) -> bytes:
    """One page, rightly laced and with its right checksum; not `whole`: the last packet goes on."""
    laces = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    laces = laces if whole else laces[:-1]
    page = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, 7, number, 0, len(laces)) + laces + b"".join(packets)
    return page[:22] + struct.pack("<I", ogg_checksum(page)) + page[26:]


def ogg_checksum(page: bytes) -> int:
    """The checksum of a page whose own field is zero, by long division (RFC 3533)."""
    rest = 0
    for byte in page:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1
        rest &= 0xFFFFFFFF
    return rest


def webm(*, open_end: bool = False, codec: bytes = b"A_OPUS", kind: int = 2) -> bytes:
    """A voice message recorded by a browser: named track, dates, writing program, tags; `open_end` as when live."""
    info = element("2AD7B1", b"\x0f\x42\x40") + element("4D80", b"Browser" + SECRET) + element("5741", SECRET)
    info += element("7BA9", SECRET) + element("4461", b"\x01" * 8)
    track = element("D7", b"\x01") + element("83", bytes([kind])) + element("86", codec) + element("536E", SECRET)
    sound = element("E7", b"\x00") + element("A3", b"\x81\x00\x00\x80sound")
    parts = element("1549A966", info) + element("1654AE6B", element("AE", track))
    parts += element("1F43B675", sound, unknown=open_end) + element("1254C367", SECRET)
    return element("1A45DFA3", element("4282", b"webm")) + element("18538067", parts, unknown=open_end)


def element(name: str, content: bytes, *, unknown: bool = False) -> bytes:
    """One element of a WebM, its length in eight bytes, or unknown."""
    length = b"\x01" + (b"\xff" * 7 if unknown else len(content).to_bytes(7, "big"))
    return bytes.fromhex(name) + length + content


def mp3() -> bytes:
    """Music with an ID3 tag before it and another after it."""
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, len(SECRET) >> 7, len(SECRET) & 0x7F]) + SECRET
    return tag + b"\xff\xfb\x90\x00" + b"sound" * 82 + b"..." + b"TAG" + SECRET.ljust(125, b"\x00")


def wav() -> bytes:
    """A recording with an INFO list."""
    chunks = [
        (b"fmt ", b"\x01\x00" * 8),
        (b"LIST", b"INFO" + SECRET + b"\x00"),
        (b"data", b"sound!"),
        (b"id3 ", SECRET),
    ]
    body = b"WAVE" + b"".join(
        kind + struct.pack("<I", len(chunk)) + chunk + b"\x00" * (len(chunk) % 2) for kind, chunk in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, inside) for kind, inside in ((b"IHDR", head), (b"IEND", b"")))


def _chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
