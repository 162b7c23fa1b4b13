"""Connections that threads share: one each, kept open for the next who asks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.postgres.address import Address
from voltwin.store.postgres.failures import connect_error, told

if TYPE_CHECKING:
    from voltwin.store.postgres.patient import Patient

    Connection = Patient

_MOST, _KEPT = 16, 4  # connections at once, and idle
_PATIENCE_S = 30.0  # until another thread gives one back
_PING_S = 10.0  # until an idle one has to have answered
# Answers do not depend on where the server stands; whoever waits for a lock does not wait for ever,
# and a session that has lost its client lets go of its locks.
_SESSION = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET lock_timeout = '60s'; "
    "SET idle_in_transaction_session_timeout = '10min'"
)


class Pool:
    """Connections to a database, opened when first asked for. Threads may share it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._free = BoundedSemaphore(_MOST)
        self._is_closed = False

    @contextmanager
    def connection(self) -> Iterator["Connection"]:
        """Give a connection for a while; what is not committed by then is undone.

        Raises:
            StoreUnavailableError: the database does not answer, or goes away.
            StoreError: it refuses, or the pool is closed.
        """
        if self._is_closed:
            raise StoreError(f"{self.address.shown}: the store is closed")
        if not self._free.acquire(timeout=_PATIENCE_S):
            raise StoreUnavailableError(
                f"{self.address.shown}: all {_MOST} connections of this process are in use"
            )
        try:
            with told(self.address):
                connection = self._known() or self._new()
                try:
                    yield connection
                finally:
                    self._give_back(connection)
        finally:
            self._free.release()

    @contextmanager
    def transaction(self) -> Iterator["Connection"]:
        """Give a connection for one transaction, which is committed at the end."""
        with self.connection() as connection, connection.transaction():
            yield connection

    def close(self) -> None:
        """Close what is idle, now and later on."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _known(self) -> "Connection | None":
        """Return an idle connection that still answers, if there is one.

        Raises:
            psycopg.OperationalError: the server hangs.
        """
        import psycopg

        from voltwin.store.postgres.patient import SilenceError

        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            try:
                with connection.patience(_PING_S):
                    connection.execute("SELECT")
            except SilenceError:
                raise
            except psycopg.Error:  # the server has been started again, say
                connection.close()
            else:
                return connection

    def _new(self) -> "Connection":
        import psycopg

        from voltwin.store.postgres.patient import Patient

        parameters = self.address.parameters
        try:
            connection = Patient.connect(**parameters, autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            raise connect_error(error, self.address) from None
        connection.execute(_SESSION)
        return connection

    def _give_back(self, connection: "Connection") -> None:
        import psycopg
        from psycopg.pq import TransactionStatus

        status = connection.info.transaction_status
        if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            with suppress(psycopg.Error):
                connection.rollback()
        with self._lock:
            whole = connection.info.transaction_status == TransactionStatus.IDLE
            if whole and not self._is_closed and len(self._idle) < _KEPT:
                self._idle.append(connection)
                return
        connection.close()
