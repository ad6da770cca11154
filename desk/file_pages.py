"""Looking at the files of a case, listening to them, and getting an original for a reason."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases.errors import CaseError
from cases.masking import Masked
from cases.masking.remembered import Remembered
from desk import files
from desk.case_pages import CasePages, Entry
from desk.lists import checked
from desk.refusals import NotFromOurPage, NotThere
from desk.visitors import Visitors, must_be_ours
from storage.cases import UnknownCase
from storage.database import Database
from storage.evidence import Evidence

Field = Annotated[str, Form()]
_ALONE = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; "
        "style-src 'unsafe-inline'; sandbox"  # a browser lays out a picture with styles of its own; nothing in it runs
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class FilePages:
    """Gives out what is kept of a case, to whoever may read the case."""

    def __init__(self, database: Database, evidence: Evidence, case_pages: CasePages, visitors: Visitors) -> None:
        self._database, self._evidence = database, evidence
        self._case_pages, self._visitors = case_pages, visitors
        self._remembered = Remembered()

    def add_to(self, router: APIRouter) -> None:
        """Mount the files."""
        router.get("/cases/{number}/files/{file_id}", response_model=None)(self.show)
        router.post("/cases/{number}/files/{file_id}/original", response_model=None)(self.original)
        router.get("/cases/{number}/files/{file_id}/original", response_model=None)(self.back)

    def show(self, request: Request, number: str, file_id: str) -> Response:
        """The file without what it tells besides what it shows; pictures and sounds at once, others to be saved."""
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            found = files.shown(self._database, self._evidence, self._remembered, visit, number, file_id)
        except UnknownCase:
            raise NotThere from None
        return given_out(request, found)

    def original(self, request: Request, number: str, file_id: str, reason: Field = "", csrf: Field = "") -> Response:
        """The file as it came, to be saved; the reason is on the record. What is refused comes as the case's page."""
        visit, number = self._visitors.signed_in(request, reason), checked(number, reason)
        entry = f"original-{file_id}"
        try:
            must_be_ours(visit, request, csrf)
            found = files.original(self._database, self._evidence, visit, number, file_id, reason)
        except NotFromOurPage as refusal:
            return self._case_pages.page(visit, number, Entry(entry, reason, visit.words(refusal.reason)), 403)
        except CaseError as refusal:
            return self._case_pages.page(visit, number, Entry(entry, reason, str(refusal)), 409)
        except UnknownCase:
            raise NotThere(reason) from None
        headers = {**_ALONE, **_disposition(found.name, "attachment")}
        return Response(found.content, media_type="application/octet-stream", headers=headers)

    def back(self, number: str, file_id: str) -> Response:
        """Where a reload of a refused form leads."""
        return Response(status_code=303, headers={"Location": f"/desk/cases/{checked(number)}"})


def given_out(request: Request, found: Masked) -> Response:
    """A cleaned file as an answer: a picture or a sound at once, anything else to be saved."""
    at_once = found.mime.startswith(("image/", "audio/"))
    headers = {**_ALONE, **_disposition(found.name, "inline" if at_once else "attachment")}
    return _answer(request, found.content, found.mime, headers)


def _disposition(name: str, how: str) -> dict[str, str]:
    return {"Content-Disposition": f'{how}; filename="{name}"'}


def _answer(request: Request, content: bytes, mime: str, headers: dict[str, str]) -> Response:
    """The content, or the part of it that a player asks for (RFC 9110, section 14)."""
    asked, total = _RANGE.fullmatch(request.headers.get("range", "")), len(content)
    headers = {**headers, "Accept-Ranges": "bytes"}
    if asked is None:
        return Response(content, media_type=mime, headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or total), total - 1)
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{total}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{total}"
    return Response(content[first : last + 1], 206, media_type=mime, headers=headers)
