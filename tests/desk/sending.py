"""A case at its lawyer's desk, and what its worker sends him."""

import httpx

from cases import correspondence
from storage import files
from storage.cases import Case
from storage.database import Transaction
from storage.files import File, Kind
from tests.desk.office import Federation, press


def sends(office: Federation, case: Case, kind: Kind, mime: str, content: bytes | None) -> str:
    """The worker of a case sends a file; without content it is still on its way. Returns its id."""

    def announced(tx: Transaction) -> tuple[str, bytes]:
        file_id = files.announce(
            tx, case.conversation_id, by=files.WORKER, channel="telegram", kind=kind, mime=mime, name="张测试.jpg"
        )
        correspondence.file_from_worker(tx, case, file_id)
        return file_id, tx.vault.key(files.by_id(tx, file_id).key_id)

    file_id, key = office.database.call(announced)
    if content is not None:
        whole = office.evidence.write(key, file_id, content)
        office.database.call(lambda tx: _kept(tx, file_id, whole.size, whole.sha256))
    return file_id


def _kept(tx: Transaction, file_id: str, size: int, sha256: str) -> None:
    files.kept(tx, file_id, size=size, sha256=sha256)
    correspondence.file_kept(tx, files.by_id(tx, file_id))


def of_case(office: Federation, case: Case) -> list[File]:
    """The files of a case."""
    return office.database.read(lambda tx: files.of_case(tx, case.id))


async def accepted(office: Federation, browser: httpx.AsyncClient) -> tuple[Case, str]:
    """A case that L01 has accepted in this browser, and the path of its page."""
    case = office.complaint()
    await press(browser, "/desk", f"/desk/cases/{case.number}/accept")
    return case, f"/desk/cases/{case.number}"
