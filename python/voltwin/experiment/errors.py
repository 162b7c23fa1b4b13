"""What can go wrong with an experiment besides its scenarios and its folder."""


class TooMuchError(ValueError):
    """An experiment that takes more than it should without being told so."""


class ClusterError(Exception):
    """A Ray cluster that cannot be reached, or is lost; the message says what to do."""
