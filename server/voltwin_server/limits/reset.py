"""The end of a connection whose client does not take what it was sent."""

import asyncio
import socket
import struct

_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, for no time: what is not sent is dropped


def reset(transport: asyncio.Transport) -> None:
    """End a connection at once, and drop what was to be sent on it, in the kernel too."""
    if (ours := transport.get_extra_info("socket")) is not None and ours.fileno() >= 0:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()
