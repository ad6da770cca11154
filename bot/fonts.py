"""Looks for Chinese letters on this machine, for what is drawn: hardly any system brings them along."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

_FONTS = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
_PATIENCE = 5.0  # seconds that fontconfig may think


@cache
def chinese_letters() -> Path | None:
    """A font of this machine with Chinese letters: one that we know, else what fontconfig finds; None if none."""
    return next((font for font in _FONTS if font.is_file()), None) or _found_by_fontconfig()


def _found_by_fontconfig() -> Path | None:
    program = shutil.which("fc-list")
    if program is None:
        return None
    asked = [program, "--format", "%{file}\n", ":lang=zh-cn"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 (our words)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return next(
        (Path(one) for one in sorted(found.stdout.splitlines()) if one.endswith((".ttc", ".ttf", ".otf"))), None
    )
