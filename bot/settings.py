"""What an operator can set, from the environment or a file .env; a wrong value is one sentence that names it."""

import os
import re
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.vault import new_secret

_TELEGRAM = "https://api.telegram.org"
_SHORTEST_KEY = 16  # characters


class WrongSetting(Exception):
    """A setting is missing or wrong; the sentence names it and says what to do."""


def _long_enough(key: SecretStr | None) -> SecretStr | None:
    if key and len(key.get_secret_value()) < _SHORTEST_KEY:
        raise ValueError(f"must have at least {_SHORTEST_KEY} characters")
    return key


def _fit_for_a_header(secret: SecretStr | None) -> SecretStr | None:
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("must be 1 to 256 of the characters A-Z a-z 0-9 _ -")
    return secret


def _an_address(url: str | None) -> str | None:
    if url and not re.match(r"https?://[^/\s]+", url):
        raise ValueError("must begin with http:// or https://")
    return url.rstrip("/") if url else url


def _a_gateway(url: str | None) -> str | None:
    """Mobile numbers and voices leave this machine only sealed."""
    if url and not re.match(r"https://[^/\s]+|http://(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$)", url):
        raise ValueError("must begin with https://")
    return url


def _a_database(url: str | None) -> str | None:
    if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    return url


class Settings(BaseSettings):
    """The settings of one installation; each is HOTLINE_ and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="HOTLINE_", env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    data_dir: Path = Path("var")
    database_url: Annotated[str | None, AfterValidator(_a_database)] = None
    telegram_token: SecretStr | None = None
    telegram_api_url: Annotated[str | None, AfterValidator(_an_address)] = None
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_chat_rate: Annotated[int, Field(ge=1, le=29)] = 1
    telegram_webhook_secret: Annotated[SecretStr | None, AfterValidator(_fit_for_a_header)] = None
    public_url: Annotated[str | None, AfterValidator(_an_address)] = None
    secret_key: Annotated[SecretStr | None, AfterValidator(_long_enough)] = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8351
    demo: bool = False
    erasure_log: Path | None = None
    local_facts: Path | None = None
    policy: Path | None = None
    chooser_url: Annotated[str | None, AfterValidator(_an_address)] = None
    chooser_model: str | None = None
    chooser_key: SecretStr | None = None
    recogniser_url: Annotated[str | None, AfterValidator(_a_gateway)] = None
    notice_url: Annotated[str | None, AfterValidator(_a_gateway)] = None
    notice_secret: Annotated[SecretStr | None, AfterValidator(_long_enough)] = None

    @model_validator(mode="after")
    def _notices_are_signed(self) -> Self:
        """A gateway that anybody could talk to would send anything to anybody in our name."""
        if self.notice_url and not self.notice_secret:
            raise ValueError("HOTLINE_NOTICE_SECRET is needed for HOTLINE_NOTICE_URL")
        return self

    @model_validator(mode="after")
    def _a_chooser_has_a_model(self) -> Self:
        """An endpoint may serve several models; which one decides here is never left to chance."""
        if self.chooser_url and not self.chooser_model:
            raise ValueError("HOTLINE_CHOOSER_MODEL is needed for HOTLINE_CHOOSER_URL")
        return self

    @model_validator(mode="after")
    def _webhooks_are_reachable(self) -> Self:
        """Telegram's own servers deliver only to https; a Bot API server of one's own may do as it likes."""
        if self.telegram_token and self.telegram_mode == "webhook":
            if not self.public_url:
                raise ValueError("HOTLINE_PUBLIC_URL is needed for HOTLINE_TELEGRAM_MODE=webhook")
            own_server = self.telegram_api_url and not self.telegram_api_url.startswith(_TELEGRAM)
            if not own_server and not self.public_url.startswith("https://"):
                raise ValueError("HOTLINE_PUBLIC_URL must begin with https:// for Telegram's webhook")
        return self

    @classmethod
    def read(cls) -> "Settings":
        """Read them; raises WrongSetting with one sentence that names every wrong one."""
        try:
            return cls()
        except ValidationError as error:
            raise WrongSetting(_sentence(error)) from None
        except UnicodeDecodeError:
            raise WrongSetting("The file .env is not UTF-8; save it as UTF-8 in your editor.") from None

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'hotline.db'}"

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is embedded in this process."""
        return self.database.startswith("sqlite")

    @property
    def erasures(self) -> Path:
        """Where erased keys are listed."""
        return self.erasure_log or self.data_dir / "erasures.log"

    @property
    def evidence(self) -> Path:
        """The folder of the sealed files that people sent."""
        return self.data_dir / "evidence"

    @property
    def key_file(self) -> Path:
        """Where the master key lies if none is set."""
        return self.data_dir / "secret.key"

    @property
    def address(self) -> str:
        """Where people reach us."""
        return self.public_url or f"http://{self.host}:{self.port}"

    def prepare(self) -> None:
        """Make the data folder, for us alone; raises WrongSetting if that cannot be done."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise WrongSetting(f"HOTLINE_DATA_DIR {self.data_dir} cannot be made: {error.strerror}.") from None

    def master_key(self) -> str:
        """The master key: the one set, or the one kept in the data folder, made if there is none."""
        if self.secret_key:
            return self.secret_key.get_secret_value()
        file, database = self.key_file, self.data_dir / "hotline.db"
        if self.on_sqlite and database.exists() and not file.exists():
            raise WrongSetting(
                f"{file} is missing; put it back or set HOTLINE_SECRET_KEY: {database} needs its own key."
            )
        return _kept(file)

    def webhook_secret(self) -> str:
        """What Telegram has to show us with each update: the one set, or one generated and kept."""
        chosen = self.telegram_webhook_secret
        return chosen.get_secret_value() if chosen else _kept(self.data_dir / "webhook.secret")

    def folder_id(self) -> str:
        """What the data folder is known by, so that a machine with another folder notices; made on first use."""
        return _kept(self.data_dir / "folder.id")


def _kept(file: Path) -> str:
    """A secret in a file only we may read, made on first use; two processes that make it at once agree on one."""
    if not file.exists():
        _make(file)
    return _read_secret(file)


def _make(file: Path) -> None:
    """Write the whole secret under another name and then link it to its own, which only the first of two can do."""
    whole = file.with_name(f".{file.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(new_secret())
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):
            os.link(whole, file)
    except OSError as error:
        raise WrongSetting(f"{file} cannot be written: {error.strerror}; check HOTLINE_DATA_DIR.") from None
    finally:
        with suppress(OSError):
            whole.unlink()


def _read_secret(file: Path) -> str:
    try:
        secret = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"{file} cannot be read; put the right key back or set HOTLINE_SECRET_KEY.") from None
    if not secret:
        raise WrongSetting(f"{file} is empty; put the right key back or set HOTLINE_SECRET_KEY.")
    return secret


def _sentence(error: ValidationError) -> str:
    problems = []
    for one in error.errors(include_input=False, include_url=False):
        message = one["msg"].removeprefix("Value error, ")
        name = f"HOTLINE_{str(one['loc'][0]).upper()}: " if one["loc"] else ""
        problems.append(f"{name}{message}")
    return "; ".join(problems) + "."
