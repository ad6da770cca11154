"""What is handed to an operator for his server is held to what the program needs, without a container engine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "desk", "handlers", "cases", "knowledge", "texts", "storage")


def dockerfile() -> list[str]:
    """Its instructions, one in each line, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def compose() -> dict[str, Any]:
    """The services of compose.yaml."""
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"])


def test_the_rehearsal_takes_the_steps_of_the_dockerfile() -> None:
    """
    What deploy/rehearse.sh runs on a bare machine is, line for line, what the Dockerfile copies and runs to build.
    """
    lines = dockerfile()
    build = lines[: next(n for n, line in enumerate(lines[1:], 1) if line.startswith("FROM "))]

    steps = subprocess.run([ROOT / "deploy" / "rehearse.sh", "--steps"], capture_output=True, text=True, check=True)

    assert steps.stdout.splitlines() == [line for line in build if line.startswith(("COPY ", "RUN "))]
    assert sum("--require-hashes" in line for line in build) == 2


def test_the_image_is_given_every_room_and_nothing_else() -> None:
    """
    A room that is forgotten would be missing only in production; data, keys and history stay out.
    """
    copied = {
        name
        for line in dockerfile()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}

    assert copied == let_in
    assert set(ROOMS) <= copied
    assert not {".env", "var", ".git"} & copied
    assert all((ROOT / name).exists() for name in copied)


def test_what_builds_is_pinned_like_what_tests() -> None:
    """
    The build tools are those of the developers, hash for hash.
    """
    needed = (ROOT / "requirements-build.txt").read_text("utf-8").strip()

    assert needed in (ROOT / "requirements-dev.txt").read_text("utf-8")


def test_the_image_runs_as_nobody_and_says_how_it_is() -> None:
    """
    An unprivileged user, a signal that the hotline knows, a health check that needs nothing installed.
    """
    text = "\n".join(dockerfile())

    assert re.search(r"^USER hotline$", text, re.M)
    assert re.search(r"^STOPSIGNAL SIGTERM$", text, re.M)
    assert re.search(r'^CMD \["hotline", "serve"\]$', text, re.M)
    assert re.search(r"^HEALTHCHECK .*/healthz", text, re.M)
    assert "SECRET" not in text
    assert "TOKEN" not in text


@pytest.mark.parametrize("name", ["hotline", "migrate", "database"])
def test_every_container_may_do_as_little_as_possible(name: str) -> None:
    """
    A read-only root, no capability, no way to gain any; nothing but the hotline's own port is reached, from here only.
    """
    service = compose()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_hotline_waits_for_its_migrated_database() -> None:
    """
    First PostgreSQL, then `hotline migrate`, once, then `hotline serve`; nothing of it names a setting we do not have.
    """
    services = compose()

    assert services["hotline"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["migrate"]["command"] == ["hotline", "migrate"]
    ours = {f"HOTLINE_{name}".upper() for name in Settings.model_fields}
    given = {name for name in services["hotline"]["environment"] if name.startswith("HOTLINE_")}
    assert given <= ours


def test_every_setting_is_in_the_example() -> None:
    """
    .env.example names every setting there is, and no other.
    """
    example = (ROOT / ".env.example").read_text("utf-8")

    assert set(re.findall(r"^#(HOTLINE_\w+)=", example, re.M)) == {
        f"HOTLINE_{name}".upper() for name in Settings.model_fields
    }


@pytest.mark.parametrize("unit", ["hotline.service", "hotline-backup.service", "hotline-backup.timer"])
def test_systemd_understands_its_units(unit: str, tmp_path: Path) -> None:
    """
    systemd itself finds nothing wrong with them, and counts the services as well fenced in.
    """
    if (verifier := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed on this machine")
    for file in (ROOT / "deploy").glob("hotline*"):
        text = file.read_text("utf-8").replace("/srv/hotline/app/.venv/bin/hotline", "/bin/true")
        (tmp_path / file.name).write_text(text)

    verified = subprocess.run([verifier, "verify", tmp_path / unit], capture_output=True, text=True, check=False)

    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_wheel_holds_everything_the_program_reads(tmp_path: Path) -> None:
    """
    Articles, texts, pages, scripts, pictures and migrations are in it: an installation that is not a checkout works.
    """
    for name in (*ROOMS, "pyproject.toml", "README.md", "LICENSE"):
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, tmp_path / name)
    building = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", ".")
    subprocess.run([sys.executable, "-m", "pip", *building], cwd=tmp_path, check=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")

    held = set(ZipFile(wheel).namelist())

    ours = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    assert {name for name in ours if "__pycache__" not in name} - held == set()
