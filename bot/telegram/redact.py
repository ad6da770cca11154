"""Keeps the bot's token out of every log: it stands in each URL of the Bot API, and who has it owns the bot."""

import logging
import traceback
from collections.abc import Iterable
from pathlib import Path

_LOGGERS_OF_URLS = ("httpx", "httpcore", "telegram")
_INSTEAD = "<token>"


class Redaction(logging.Filter):
    """Replaces secrets in whatever a record would print: message, arguments, traceback, stack."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through; one that holds a secret becomes a finished text, its traceback included."""
        if isinstance(record.msg, dict):  # a structured line, which has to stay one
            record.msg = {key: self._clean_value(value) for key, value in record.msg.items()}
            return True
        written = _written(record)
        if any(secret in written for secret in self._secrets):
            record.msg, record.args = self._clean(written), ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _clean_value(self, value: object) -> object:
        written = str(value)
        return self._clean(written) if any(secret in written for secret in self._secrets) else value

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _INSTEAD)
        return text


def guard(handlers: Iterable[logging.Handler], token: str) -> None:
    """Redact the token in these handlers (filters of loggers miss their children), and quiet who logs URLs."""
    redaction = Redaction([token])
    for handler in handlers:
        handler.addFilter(redaction)
    for name in _LOGGERS_OF_URLS:
        logging.getLogger(name).setLevel(logging.WARNING)


def whence(error: BaseException) -> str:
    """An error's type and the line that raised it: enough to find it, without its message, which may quote a story."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _written(record: logging.LogRecord) -> str:
    """All that a formatter would write of this record."""
    formatter = logging.Formatter()
    trace = formatter.formatException(record.exc_info) if record.exc_info else record.exc_text
    return "\n".join(filter(None, (record.getMessage(), trace, record.stack_info)))
