"""The command line: `hotline`. Errors are one plain sentence on stderr; 0 done, 1 refused, 2 wrong usage."""

import gc
import sys
from importlib import import_module
from typing import Any

import click

from bot.settings import WrongSetting
from cases.errors import CaseError
from knowledge.errors import KnowledgeError
from storage.errors import StorageError

_PLAIN = (WrongSetting, StorageError, CaseError, KnowledgeError, OSError)
_COMMANDS = {
    "serve": "serving:serve",
    "migrate": "operating:migrate",
    "chat": "chatting:chat",
    "ask": "asking:ask",
    "read": "asking:read",
    "knowledge": "learning:knowledge",
    "staff": "staffing:staff",
    "cases": "casework:cases",
    "figures": "figures:figures",
    "holidays": "calendaring:days",
    "poster": "posting:poster",
    "parked": "operating:parked",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "doctor": "examining:doctor",
}


class Commands(click.Group):
    """The commands, each imported only when it is used: listing cases should not have to load Telegram."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which an operator meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        gc.disable()  # nothing that an import makes is garbage, and looking through it all costs a tenth of a start
        command: click.Command = getattr(import_module(f"bot.commands.{module}"), name)
        gc.freeze()
        gc.enable()
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a foreseeable error ends with its sentence and status 1, without a traceback."""
        try:
            return super().invoke(ctx)
        except _PLAIN as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline")
def hotline() -> None:
    """12351 职工维权热线：the trade unions' workers' rights hotline."""
