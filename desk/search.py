"""What a supervisor looks for among his cases: the filter of the lists, as it stands in the address."""

from dataclasses import asdict
from urllib.parse import urlencode

from fastapi import Request

from storage.desk_views import Sought

_LONGEST = 32


def sought(request: Request) -> Sought:
    """The filter in an address; what cannot be one counts for nothing."""
    asked = {name: _plain(request.query_params.get(name, "")) for name in asdict(Sought())}
    return Sought(**{**asked, "number": asked["number"].upper()})


def in_address(filter_: Sought) -> str:
    """The filter as it stands in an address, with a leading "&"; nothing where it filters nothing."""
    set_ = {name: value for name, value in asdict(filter_).items() if value}
    return f"&{urlencode(set_)}" if set_ else ""


def _plain(value: str) -> str:
    value = value.strip()
    return value if value.isascii() and value.replace("_", "").isalnum() and len(value) <= _LONGEST else ""
