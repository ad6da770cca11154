"""What can be wrong with our knowledge, told so that the person who edits an article can mend it."""

from pathlib import Path


class KnowledgeError(Exception):
    """Something in the knowledge files is not as it must be; the message names the file and what to mend."""


class FileError(KnowledgeError):
    """A knowledge file cannot be read as YAML, or lacks a part."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{_short(file)}: {problem}")
        self.file, self.problem = file, problem


class FieldError(KnowledgeError):
    """One field of a knowledge file does not hold what it must hold."""

    def __init__(self, file: Path, field: str, problem: str) -> None:
        super().__init__(f"{_short(file)}: field {field!r} {problem}")
        self.file, self.field, self.problem = file, field, problem


class NoTeacher(KnowledgeError):
    """What the model is learned with is not installed: it is a tool of those who develop, and ships not."""

    def __init__(self) -> None:
        super().__init__("Learning needs scikit-learn; run `make knowledge-model` in a checkout of the project.")


class UnknownArticleError(KnowledgeError):
    """No article has this id, or none of its versions is valid on the day asked for."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"There is no article {topic!r} that is valid on that day.")
        self.topic = topic


def _short(file: Path) -> str:
    """The last parts of a path: enough to find the file, nothing about the machine."""
    return "/".join(file.parts[-3:])
