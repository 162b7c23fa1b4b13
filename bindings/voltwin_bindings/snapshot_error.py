"""What is wrong with a snapshot."""


class SnapshotError(Exception):
    """A snapshot cannot be taken, written, read, or gone on from; the message says why."""
