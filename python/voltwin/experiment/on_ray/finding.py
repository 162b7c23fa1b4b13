"""Whether there is a cluster at all, before work is accepted for it."""

from voltwin.experiment.on_ray.address import LOCAL, refuse_if_nobody_is_there
from voltwin.experiment.on_ray.driver_process import DriverProcess


def refuse_if_there_is_none(address: str) -> None:
    """See that there is a cluster: knock where the address says it is; where it is for Ray to find
    one ("auto", unless RAY_ADDRESS says more), connect as a driver does, and leave, which takes
    some seconds.

    Raises:
        ClusterError: it is no address, or no cluster is there.
    """
    place = refuse_if_nobody_is_there(address)
    if place is None and address != LOCAL:
        DriverProcess(address, threads=1, mixed=True).close()
