"""Settings: a wrong one is a sentence that names it, and secrets are made once and kept for us alone."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting
from tests.handlers.together import at_once

TOKEN = "123456:a-token-nobody-has"
WEBHOOK = {"HOTLINE_TELEGRAM_TOKEN": TOKEN, "HOTLINE_TELEGRAM_MODE": "webhook"}

NOTICE_SECRET = "shared with the gateway"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and no setting of this machine."""
    for name in list(os.environ):
        if name.startswith("HOTLINE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HOTLINE_PORT": "high"}, "HOTLINE_PORT: "),
        ({"HOTLINE_PORT": "0"}, "HOTLINE_PORT: "),
        ({"HOTLINE_PORT": "70000"}, "HOTLINE_PORT: "),
        ({"HOTLINE_DEMO": "perhaps"}, "HOTLINE_DEMO: "),
        ({"HOTLINE_TELEGRAM_MODE": "pigeon"}, "HOTLINE_TELEGRAM_MODE: "),
        ({"HOTLINE_DATABASE_URL": "mysql://x"}, "HOTLINE_DATABASE_URL: must begin with sqlite:/// or postgresql"),
        ({"HOTLINE_DATABASE_URL": "postgresql://x"}, "HOTLINE_DATABASE_URL: must begin with"),
        ({"HOTLINE_TELEGRAM_API_URL": "localhost:8081"}, "HOTLINE_TELEGRAM_API_URL: must begin with http"),
        ({"HOTLINE_PUBLIC_URL": "ftp://x"}, "HOTLINE_PUBLIC_URL: must begin with http"),
        ({"HOTLINE_SECRET_KEY": "short"}, "HOTLINE_SECRET_KEY: must have at least 16 characters"),
        ({"HOTLINE_TELEGRAM_WEBHOOK_SECRET": "with space"}, "HOTLINE_TELEGRAM_WEBHOOK_SECRET: must be 1 to 256"),
        ({"HOTLINE_TELEGRAM_WEBHOOK_SECRET": "x" * 257}, "HOTLINE_TELEGRAM_WEBHOOK_SECRET: must be 1 to 256"),
        (WEBHOOK, "HOTLINE_PUBLIC_URL is needed"),
        ({**WEBHOOK, "HOTLINE_PUBLIC_URL": "http://hotline.example"}, "HOTLINE_PUBLIC_URL must begin with https://"),
        (
            {**WEBHOOK, "HOTLINE_PUBLIC_URL": "http://x", "HOTLINE_TELEGRAM_API_URL": "https://api.telegram.org/"},
            "HOTLINE_PUBLIC_URL must begin with https://",
        ),
    ],
)
def test_a_wrong_setting_names_itself(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str) -> None:
    """
    One sentence that an operator can act on, without the value, which may be a secret.
    """
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(WrongSetting) as told:
        Settings.read()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)
    assert str(told.value).endswith(".")
    assert all(value not in str(told.value) for value in settings.values() if len(value) > 8 and "://" not in value)


def test_two_wrong_settings_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    An operator mends both at once.
    """
    monkeypatch.setenv("HOTLINE_PORT", "x")
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "short")

    with pytest.raises(WrongSetting, match=r"HOTLINE_SECRET_KEY.*; HOTLINE_PORT"):
        Settings.read()


def test_without_any_setting_it_runs_at_home() -> None:
    """
    SQLite in var, the loopback, no Telegram, no demonstration.
    """
    settings = Settings.read()

    assert settings.database == f"sqlite:///{Path('var/hotline.db').absolute()}"
    assert (settings.address, settings.telegram_token, settings.demo) == ("http://127.0.0.1:8351", None, False)
    assert settings.on_sqlite


def test_the_env_file_is_read_and_the_environment_wins(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    .env beside the program, a variable over it; an empty variable counts as none.
    """
    (alone / ".env").write_text(f"HOTLINE_PORT=9000\nHOTLINE_HOST=0.0.0.0\nHOTLINE_TELEGRAM_TOKEN={TOKEN}\nOTHER=1\n")
    monkeypatch.setenv("HOTLINE_PORT", "9001")
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "")

    settings = Settings.read()

    assert (settings.host, settings.port, settings.public_url) == ("0.0.0.0", 9001, None)
    assert settings.telegram_token
    assert TOKEN not in repr(settings)


def test_a_server_of_ones_own_needs_no_https(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With a local Bot API server the webhook may be plain http; a slash too many does no harm.
    """
    for name, value in {
        **WEBHOOK,
        "HOTLINE_PUBLIC_URL": "http://a/",
        "HOTLINE_TELEGRAM_API_URL": "http://b:81/",
    }.items():
        monkeypatch.setenv(name, value)

    assert Settings.read().address == "http://a"


@pytest.mark.parametrize(
    ("url", "secret", "complaint"),
    [
        ("http://gateway.example/notices", NOTICE_SECRET, "HOTLINE_NOTICE_URL: must begin with https://."),
        ("http://127.evil.example/", NOTICE_SECRET, "HOTLINE_NOTICE_URL: must begin with https://."),
        ("https://gateway.example/notices", "", "HOTLINE_NOTICE_SECRET is needed for HOTLINE_NOTICE_URL."),
        ("https://gateway.example/notices", "short", "HOTLINE_NOTICE_SECRET: must have at least 16 characters."),
        ("https://gateway.example/notices", NOTICE_SECRET, ""),
        ("http://127.0.0.1:9000/notices", NOTICE_SECRET, ""),
        ("http://localhost/notices", NOTICE_SECRET, ""),
    ],
)
def test_numbers_leave_only_sealed_and_signed(
    monkeypatch: pytest.MonkeyPatch, url: str, secret: str, complaint: str
) -> None:
    """
    A gateway for notices needs https unless it runs on this machine, and a secret.
    """
    monkeypatch.setenv("HOTLINE_NOTICE_URL", url)
    monkeypatch.setenv("HOTLINE_NOTICE_SECRET", secret)
    if not complaint:
        assert Settings.read().notice_url == url
        return
    with pytest.raises(WrongSetting) as told:
        Settings.read()
    assert str(told.value) == complaint


def test_a_data_folder_that_cannot_be_made_is_named(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file stands where the folder should be.
    """
    (alone / "taken").write_text("")
    for where in ("taken", "taken/below"):
        monkeypatch.setenv("HOTLINE_DATA_DIR", where)
        with pytest.raises(WrongSetting, match="HOTLINE_DATA_DIR taken"):
            Settings.read().prepare()


def test_secrets_are_made_once_for_us_alone(alone: Path) -> None:
    """
    The master key and the webhook secret survive a restart, differ, and nobody else on the machine can read them.
    """
    settings = Settings.read()
    settings.prepare()

    key, secret = settings.master_key(), settings.webhook_secret()

    assert (key, secret) == (Settings.read().master_key(), Settings.read().webhook_secret())
    assert key != secret
    assert sorted(file.name for file in (alone / "var").iterdir()) == ["secret.key", "webhook.secret"]
    for file in (alone / "var").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
    assert (alone / "var").stat().st_mode & 0o777 == 0o700


def test_a_set_key_is_used_and_not_written(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With HOTLINE_SECRET_KEY no file is made.
    """
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "k" * 32)
    settings = Settings.read()
    settings.prepare()

    assert settings.master_key() == "k" * 32
    assert list((alone / "var").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe"])
def test_a_spoiled_key_file_is_never_replaced(alone: Path, content: bytes) -> None:
    """
    An empty or broken key file stops the start with a sentence; a new key would lock everything away for good.
    """
    settings = Settings.read()
    settings.prepare()
    (alone / "var/secret.key").write_bytes(content)

    with pytest.raises(WrongSetting, match=r"secret\.key .*put the right key back or set HOTLINE_SECRET_KEY"):
        settings.master_key()
    assert (alone / "var/secret.key").read_bytes() == content


def test_whoever_makes_the_secret_at_once_agrees(alone: Path, at_every_step: None) -> None:
    """
    `serve` and a command started in the same moment on a new machine end up with the same key, and leave one file.
    """
    for n in range(30):
        settings = Settings(data_dir=alone / str(n))
        settings.prepare()

        keys = at_once(*[settings.master_key] * 4)

        assert len(set(keys)) == 1
        assert isinstance(keys[0], str), keys
        assert [file.name for file in (alone / str(n)).iterdir()] == ["secret.key"]


@pytest.fixture
def at_every_step() -> Iterator[None]:
    """Threads take turns as often as they can, so that a race that can happen does happen."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_voices_leave_only_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A recogniser of speech needs https unless it runs on this machine; without the setting there is none.
    """
    assert Settings.read().recogniser_url is None
    monkeypatch.setenv("HOTLINE_RECOGNISER_URL", "http://127.0.0.1:9000/words")
    assert Settings.read().recogniser_url == "http://127.0.0.1:9000/words"
    monkeypatch.setenv("HOTLINE_RECOGNISER_URL", "http://words.example/")

    with pytest.raises(WrongSetting, match="must begin with https"):
        Settings.read()
