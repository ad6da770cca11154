"""What can go wrong in storage, in sentences an operator can act on."""


class StorageError(Exception):
    """Anything that storage reports itself."""


class Unavailable(StorageError):
    """The database could not do the work now (full disk, lock, lost connection): nothing was kept, try again."""


class WrongKey(StorageError):
    """Something sealed does not open with this key, or was moved from its row."""


class Erased(StorageError):
    """The key of this content was erased; the content is gone for good."""


class NotMigrated(StorageError):
    """The database is not at the version of this program."""
