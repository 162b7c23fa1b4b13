"""Where a cluster is: addresses as they are given, and whether anybody is there."""

import os
import socket

from voltwin.experiment.errors import ClusterError

LOCAL, AUTO = "local", "auto"
_CLIENT = "ray://"
_KNOCK_S = 5.0  # that a head may take to accept a connection

Place = tuple[str, int]  # host, port


def place_of(address: str) -> Place | None:
    """Return where the head at an address is; None where that is for Ray to find out.

    Raises:
        ClusterError: it is no address.
    """
    if address in (LOCAL, AUTO):
        return None
    host, colon, port = address.removeprefix(_CLIENT).rstrip("/").rpartition(":")
    if not (colon and host and port.isdecimal() and 0 < int(port) < 1 << 16):
        raise ClusterError(
            f'--ray: "{address}" is no address; give auto, local, HOST:PORT of a head such as '
            "10.0.0.5:6379, or ray://HOST:PORT"
        )
    return host.strip("[]"), int(port)


def answers(place: Place) -> bool:
    """Return whether somebody accepts connections there."""
    try:
        socket.create_connection(place, _KNOCK_S).close()
    except OSError:
        return False
    return True


def refuse_if_nobody_is_there(address: str) -> Place | None:
    """Knock where the head should be, and return where that is; None where it is for Ray to find
    out.

    Raises:
        ClusterError: it is no address, or nobody answers.
    """
    place = place_of(os.environ.get("RAY_ADDRESS", AUTO) if address == AUTO else address)
    if place and not answers(place):
        host, port = place
        raise ClusterError(
            f"--ray {address}: nobody answers at {host}, port {port}; is the head running "
            "(`ray start --head`), and may this machine connect to it?"
        )
    return place
