"""Identities of rows: sortable by time of birth, made before the row so that its content can be sealed to it."""

import uuid_utils


def new_id() -> str:
    """32 hex digits of a UUIDv7."""
    return uuid_utils.uuid7().hex
