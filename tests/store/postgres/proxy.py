"""A link to a server that breaks in the worst moment: when COMMIT was sent, and not answered."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread


class Link:
    """Passes on what a client and a server say; `cuts` of its connections lose the answer to
    COMMIT."""

    def __init__(self, port: int, cuts: int) -> None:
        self._server = port
        self._cuts = cuts
        self.committed = Event()  # a COMMIT has reached the server, and its answer was lost
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server))
                except OSError:
                    client.close()
                    continue
                lost = Event()
                Thread(target=self._ask, args=(client, server, lost), daemon=True).start()
                Thread(target=self._answer, args=(server, client, lost), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket, lost: Event) -> None:
        with suppress(OSError), closing(client):
            while data := client.recv(1 << 16):
                if b"COMMIT" in data and self._cuts > 0:
                    self._cuts -= 1
                    lost.set()  # whatever is answered, nobody hears it
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _answer(self, server: socket.socket, client: socket.socket, lost: Event) -> None:
        with suppress(OSError), closing(server):
            while data := server.recv(1 << 16):
                if lost.is_set():
                    self.committed.set()
                    break
                client.sendall(data)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


@contextmanager
def link(port: int, *, cuts: int) -> Iterator[Link]:
    """Give a link to a server on this machine."""
    made = Link(port, cuts)
    try:
        yield made
    finally:
        made.close()
