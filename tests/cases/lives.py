"""What stateful tests of cases share: a town of their own for each run, in memory where there is room for it."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine

from handlers.receive import Door
from storage.database import Database
from storage.vault import Master
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.fixtures import SECRET


class Town(RuleBasedStateMachine):
    """A copy of the town, its desk and its clock; `door` and `town_file` are set on the class before it runs."""

    door: ClassVar[Door]
    town_file: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self.folder = TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.clock = SettableClock()
        file = shutil.copy(self.town_file, self.folder.name)
        self.database = Database(f"sqlite:///{file}", Master(SECRET), self.clock)
        self.desk = Desk(self.database, self.door.office, self.clock)
