"""Logs: one structured line for each thing done, with ids and never with content."""

import logging
import sys

import structlog

from bot.telegram.redact import guard, whence


def whence_only(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An exception's type and place instead of its traceback, whose messages may quote a story."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        line["error"] = whence(error)
    return line


def set_up(token: str | None, *, level: int = logging.INFO) -> None:
    """Send every log line, ours and the libraries', to stderr as JSON; the token is taken out of all of them."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    as_json = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            whence_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(as_json)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("uvicorn.access").disabled = True  # addresses of requests may hold what nobody should read
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the files of workers
    guard([handler], token or "")
