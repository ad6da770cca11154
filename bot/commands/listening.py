"""The address on which people reach us: taking it, and whether we are already there."""

import errno
import socket
from http.client import HTTPConnection, HTTPException

from bot.commands.data_folder import is_taken
from bot.settings import Settings, WrongSetting

_PATIENCE = 5.0  # seconds that whoever listens there has to say who it is


def listening(settings: Settings) -> socket.socket:
    """Where people reach us; connections are taken only once somebody serves. Raises WrongSetting."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    ours = socket.socket(family)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ours.bind((settings.host, settings.port))
    except (OSError, UnicodeError) as error:
        ours.close()
        where = f"HOTLINE_HOST {settings.host} and HOTLINE_PORT {settings.port}"
        raise WrongSetting(f"Could not listen on {where}: {_why(error)}.") from None
    return ours


def is_our_own(settings: Settings) -> bool:
    """Whether the hotline that serves from this data folder is the one that answers there."""
    return _is_hotline(settings.host, settings.port) and is_taken(settings.data_dir / "lock")


def _is_hotline(host: str, port: int) -> bool:
    asked = HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().read(100) == b"alive"
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _why(error: OSError | UnicodeError) -> str:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return "something else listens there; stop it, or choose another port"
        case OSError(errno=errno.EACCES):
            return "this user may not; choose a port from 1024 on"
        case OSError(errno=errno.EADDRNOTAVAIL) | socket.gaierror() | UnicodeError():
            return "this machine has no such address; behind a proxy it is 127.0.0.1"
        case _:
            return error.strerror or type(error).__name__
