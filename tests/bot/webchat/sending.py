"""A phone that uploads, as the page does."""

import base64
from dataclasses import dataclass
from io import BytesIO

import httpx
from PIL import Image

from tests.bot.webchat.conftest import Phone

TUS = {"Tus-Resumable": "1.0.0"}
MB = 1024 * 1024


def picture() -> bytes:
    """A small JPEG."""
    written = BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@dataclass
class Sending:
    """What the page does with one file."""

    phone: Phone
    content: bytes
    own_id: str = "file-1"
    place: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {**TUS, "X-CSRF-Token": self.phone.csrf}

    async def announces(self, more: str = "", **changed: str) -> httpx.Response:
        """POST: how large it will be and what we call it."""
        about = f"id {coded(self.own_id)},filename {coded('工资条 王小明.jpg')}{more}"
        headers = {"Upload-Length": str(len(self.content)), "Upload-Metadata": about, **changed}
        answer = await self.phone.http.post("/chat/api/uploads", headers={**self.headers, **headers})
        self.place = answer.headers.get("location", "")
        return answer

    async def sends(self, offset: int, part: bytes) -> httpx.Response:
        """PATCH: what follows the first `offset` bytes."""
        headers = {**self.headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return await self.phone.http.patch(self.place, content=part, headers=headers)

    async def offset(self) -> int:
        """HEAD: how far it is."""
        answer = await self.phone.http.head(self.place, headers=self.headers)
        assert answer.headers["upload-length"] == str(len(self.content))
        return int(answer.headers["upload-offset"])

    async def whole(self) -> str:
        """Everything at once; returns our id of it."""
        assert (await self.announces()).status_code == 201
        assert (await self.sends(0, self.content)).status_code == 204
        return self.place.rpartition("/")[2]
