"""What is wrong with a cluster, as opposed to what runs on it."""


class ClusterError(Exception):
    """A cluster cannot be reached, is lost, or is none that results may come from; the message says
    what to do next."""
