"""What is found out about a twin whose process has died: where it is, and what was done to it."""

import asyncio

from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import later
from voltwin_server.twins.journal import Entry, did_message, entries, line_of
from voltwin_server.twins.known import Known, report_of
from voltwin_server.twins.record import Position


async def find_again(known: Known, how: str) -> None:
    """Find out where a twin is since its process died, and tell those who watch: first what it had
    no time to tell. Nobody gives it an order meanwhile, so all is told once, in order.

    Args:
        known: the twin; whoever watches is told why there is nothing more, if it cannot be read.
        how: its process died.
    """
    folder, told = known.folder, known.told

    def read() -> tuple[Position, list[Entry]]:
        return folder.position(), list(entries(folder.journal, after=told))

    try:
        position, missed = await asyncio.to_thread(read)
    except (OSError, ValueError) as error:
        LOG.exception("a twin cannot be read", extra={FIELDS: {"twin": known.record.id}})
        why = f"its process {how}, and its files cannot be read"
        known.end_watching(f"{why}: {folder.told(error)}")
        return
    known.report = report_of(position)
    for entry in missed:
        known.told = entry["number"]
        known.tell(did_message(entry))
    known.tell_state()
    known.tell({"kind": "interrupted", "why": f"its process {how}", "now": position.now})


async def line_left(known: Known, order: str, before: int) -> Entry | None:
    """Return the line that an order has left in the journal of a twin that no process has, once all
    who watch know of it; None if nothing was done.

    Args:
        known: the twin.
        order: by which the line is found.
        before: the number of a line before it.

    Raises:
        ProblemError: it has been deleted meanwhile, or its journal cannot be read.
    """
    while known.recovering is not None:
        await asyncio.wait([known.recovering])
    known.refuse_deleted()
    try:
        return await asyncio.to_thread(line_of, known.folder.journal, order, after=before)
    except (OSError, ValueError) as error:
        LOG.exception("a journal cannot be read", extra={FIELDS: {"twin": known.record.id}})
        why = f"The twin's journal cannot be read ({known.folder.told(error)})"
        raise later(f"{why}: whether this was done is not known.") from None
