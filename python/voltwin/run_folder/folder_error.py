"""What is wrong with a folder or file that results are to be written to."""


class FolderError(Exception):
    """A folder cannot be written, or holds something else; the message says what to do."""
