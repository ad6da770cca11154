"""Why a file does not pass to the other side."""


class Unclean(Exception):
    """What the file tells besides what it shows cannot be taken out for sure."""
