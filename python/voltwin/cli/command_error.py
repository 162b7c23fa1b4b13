"""What a command cannot do."""


class CommandError(Exception):
    """A command cannot do what it is told; the message says what to do."""
