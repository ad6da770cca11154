"""The command line: `hotline`. Errors are one plain sentence on stderr; 0 done, 1 refused, 2 wrong usage."""

import sys
from typing import Any

import click

from bot.commands.asking import ask, read
from bot.commands.casework import cases
from bot.commands.chatting import chat
from bot.commands.learning import knowledge
from bot.commands.operating import doctor, migrate, parked
from bot.commands.serving import serve
from bot.commands.staffing import staff
from bot.settings import WrongSetting
from bot.telegram.client import TokenRefused
from cases.errors import CaseError
from knowledge.errors import KnowledgeError
from storage.errors import StorageError

_PLAIN = (WrongSetting, TokenRefused, StorageError, CaseError, KnowledgeError, OSError)


class Sentences(click.Group):
    """A command group whose foreseeable errors end in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours ends with status 1."""
        try:
            return super().invoke(ctx)
        except _PLAIN as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline")
def hotline() -> None:
    """12351 职工维权热线：the trade unions' workers' rights hotline."""


for command in (serve, migrate, chat, ask, read, knowledge, staff, cases, parked, doctor):
    hotline.add_command(command)
