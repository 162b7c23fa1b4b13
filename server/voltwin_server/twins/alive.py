"""A twin in memory, its pace, and the files that outlive it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import AnyIntervention, DemandSurge, Observation
from voltwin.twin.observing import Outcome
from voltwin.twin.pace import Pace
from voltwin.twin.recipe import Made, Recipe
from voltwin.twin.recipe_text import plain_made, recipe_of
from voltwin.twin.twin import Twin
from voltwin_bindings.engine import EngineError
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_server.invalid import invalid, place
from voltwin_server.limits.sizes import check_made, check_size
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import CONFLICT, TOO_MUCH, ProblemError, later
from voltwin_server.settings import Limits
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.foreseen import Foreseen
from voltwin_server.twins.journal import Entry, Journal, JournalError
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.record import Position
from voltwin_server.twins.wire import Report

DEFAULT_LIMITS = Limits()


class LostError(Exception):
    """What is in memory may not be what the twin's files say, and cannot be made so: whoever has it
    must let go of it."""


class Alive:
    """A twin in memory. What is done to it is in its journal before anybody is told.

    A command is done as a whole or not at all: until its line stands in the journal, whatever goes
    wrong leaves the twin as it was; from then on it has been done, whatever else goes wrong.
    """

    def __init__(
        self, folder: TwinFolder, budget_bytes: int, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        """Have a twin where it was, paused.

        Args:
            folder: of the twin.
            budget_bytes: that it may have in memory.
            limits: of what may be made of it.

        Raises:
            OSError: its files cannot be read.
            ValueError: one is damaged, or its recipe is not valid here.
        """
        self._folder, self._budget_bytes, self._limits = folder, budget_bytes, limits
        self._journal = Journal(folder.journal)
        self.foreseen = Foreseen(folder, lambda: self._journal.number)
        try:
            self._begin()
        except BaseException:
            self._journal.close()
            raise

    def _begin(self, now: float | None = None) -> None:
        """Be what the files say, paused where they say, or at `now` [s]."""
        position = self._folder.position()
        recipe = recipe_of(recipe_fields(self._folder))
        budget_bytes = self._budget_bytes
        twin = self._woken(recipe) or Twin(recipe, budget_bytes=budget_bytes, is_valid=True)
        twin.seek(position.now if now is None else now)
        twin.has_stood_at(position.reached)
        self.twin, self.pace = twin, Pace(twin.now, twin.horizon, position.speed)

    def _woken(self, recipe: Recipe) -> Twin | None:
        """Return the twin as it sleeps, unless that is not what has become of it."""
        if not self._folder.asleep.exists():
            return None
        try:
            twin = Twin.wake(self._folder.asleep, budget_bytes=self._budget_bytes)
        except (SnapshotError, ScenarioError, EngineError, OSError) as error:
            LOG.warning(
                "a twin is simulated anew", extra={FIELDS: {**self._said, "why": str(error)}}
            )
            return None
        return twin if twin.recipe == recipe else None

    @property
    def _said(self) -> dict[str, Any]:
        return {"twin": self._folder.path.name}

    @property
    def number(self) -> int:
        """Of the last command."""
        return self._journal.number

    def report(self) -> Report:
        """Return where it stands."""
        pace = self.pace
        return Report(
            now=self.twin.now,
            playing=pace.playing,
            wanted_speed=pace.wanted,
            speed=pace.speed if pace.playing else 0.0,
            late=pace.late,
            number=self.number,
            bytes=self.twin.bytes + self.foreseen.bytes,
            waking_bytes=self._waking_bytes,
        )

    @property
    def _waking_bytes(self) -> int:
        return self.twin.waking_bytes + self.foreseen.bytes

    def do(self, fields: dict[str, Any], by: str, order: str | None = None) -> Entry:
        """Do a command, and return its line in the journal.

        Args:
            fields: of the command, as `commands.checked` returns them.
            by: who gives it.
            order: by which the line is found.

        Raises:
            ProblemError: it cannot be done; nothing has changed.
            EngineError: it cannot be simulated; nothing has changed.
            LostError: the twin cannot be had any more; the journal tells whether it was done.
        """
        self._refuse_full(fields["do"])
        given = fields if order is None else {**fields, "order": order}
        with self._wholly_or_not():
            prepared, then = self._prepared(given, by)
            entry = self._note(prepared, by)
        return self._stands(entry, then)

    def _prepared(
        self, fields: dict[str, Any], by: str
    ) -> tuple[dict[str, Any], Callable[[], None]]:
        """Do what a command does to the twin; return its line, and what follows from that."""
        match fields["do"]:
            case "play":
                self._refuse_at_end()
                return fields, lambda: self.pace.play(monotonic())
            case "pause":
                return fields, self._paused
            case "speed":
                return fields, lambda: self.pace.set_speed(fields["speed"], monotonic())
            case "step":
                self._refuse_at_end()
                self.twin.advance(min(self.twin.now + fields["seconds"], self.twin.horizon))
                return fields, lambda: self._moved(pauses=True)
            case "seek":
                self.twin.seek(fields["at"])
                return fields, self._moved
            case _:
                made = plain_made(self._made(fields["what"], by))
                line = {name: value for name, value in fields.items() if name != "what"}
                return {**line, "made": [made]}, lambda: None

    def observe(
        self, reports: Sequence[Any], by: str, order: str | None = None
    ) -> tuple[list[Outcome], Entry | None]:
        """Book what a real network reports.

        Args:
            reports: as `voltwin.twin.report` reads them.
            by: who sends them.
            order: by which the line is found.

        Returns:
            What became of each, and the line in the journal; None if nothing was booked.

        Raises:
            ProblemError: they cannot be written down, or the twin would then be more than is
                allowed; nothing is booked.
            EngineError: the twin cannot go on from what was seen; nothing is booked.
            LostError: the twin cannot be had any more; the journal tells whether they were booked.
        """
        before = len(self.twin.recipe.made)

        def check(found: Sequence[Observation]) -> None:
            check_made(before, len(found), self._limits)

        try:
            with self._wholly_or_not():
                outcomes = self.foreseen.observe(self.twin, reports, by=by, check=check)
                made = [plain_made(one) for one in self.twin.recipe.made[before:]]
                told = [outcome._asdict() for outcome in outcomes]
                fields = {"do": "observe", "observations": len(made), "made": made}
                if order is not None:  # whoever asked may have to be told by the journal
                    fields |= {"order": order, "outcomes": told}
                entry = self._note(fields, by) if made else None
        except BaseException:
            self.foreseen.forget()
            raise
        if entry is None:
            return outcomes, None
        line = entry["number"]
        return outcomes, self._stands(entry, lambda: self.foreseen.keep(line))

    def pause(self, by: str, **about: Any) -> Entry:
        """Let simulated time stand.

        Raises:
            ProblemError: it cannot be written down; it stands all the same.
        """
        with self._wholly_or_not():
            entry = self._note({"do": "pause", **about}, by)
        return self._stands(entry, self._paused)

    def _paused(self) -> None:
        self.pace.pause()
        self.keep_position(sync=True)

    def _moved(self, *, pauses: bool = False) -> None:
        if pauses:
            self.pace.pause()
        self.pace.moved(self.twin.now, monotonic())
        self.keep_position(sync=False)

    def go_on(self) -> None:
        """Simulate what is due, while it plays."""
        self.twin.advance(self.pace.target(monotonic()))
        self.pace.reached(self.twin.now, monotonic())
        if not self.pace.playing:  # it has come to its end
            self.keep_position(sync=True)

    def _note(self, fields: dict[str, Any], by: str) -> Entry:
        """Write what has been done into the journal: from then on it has been.

        Raises:
            JournalError: it cannot be written.
        """
        wall = datetime.now(UTC).isoformat()
        return self._journal.append({"by": by, "wall": wall, "now": self.twin.now, **fields})

    @contextmanager
    def _wholly_or_not(self) -> Iterator[None]:
        """Have the twin as it was, and where it was, if something goes wrong.

        Raises:
            ProblemError: what was done cannot be written down; the twin is paused.
            LostError: it cannot be had as it was.
        """
        twin, recipe, now = self.twin, self.twin.recipe, self.twin.now
        reached = twin.reached
        try:
            yield
        except JournalError as error:
            LOG.exception("a journal cannot be written", extra={FIELDS: self._said})
            self._bring_back(now, reached)
            text = f"Its journal cannot be written ({error}): it is as it was, and paused."
            raise later(text) from None
        except (ProblemError, EngineError):
            if twin.recipe is not recipe or twin.now != now:
                self._bring_back(now, reached)
            raise
        except BaseException:  # half of it may have been done
            self._bring_back(now, reached)
            raise

    def _stands(self, entry: Entry, then: Callable[[], None]) -> Entry:
        """Return a line that has been written, and do what follows from it: what goes wrong there
        does not undo what the line says."""
        try:
            then()
        except Exception:
            LOG.exception("a twin is had anew", extra={FIELDS: self._said})
            self._bring_back(None, self.twin.reached)
        return entry

    def _bring_back(self, now: float | None, reached: float) -> None:
        """Be what the files say, paused at `now` [s], having stood at `reached` [s].

        Raises:
            LostError: that cannot be had, or the journal may say more than was told.
        """
        if self._journal.is_spoilt:
            raise LostError("what was not written into its journal cannot be taken back")
        self.foreseen.reload()
        try:
            self._begin(now)
            self.twin.has_stood_at(reached)
        except Exception as error:
            raise LostError(f"it cannot be had as it was: {error}") from error

    def keep_position(self, *, sync: bool) -> None:
        """Write where it stands; if that fails, a restart finds it where it was before."""
        position = Position(
            now=self.twin.now,
            speed=self.pace.wanted,
            number=self.number,
            reached=self.twin.reached,
            waking_bytes=self._waking_bytes,
        )
        try:
            self._folder.write_position(position, sync=sync)
        except OSError:
            LOG.exception("a position cannot be written", extra={FIELDS: self._said})

    def thin_out(self, budget_bytes: int) -> None:
        """Have less in memory, from now on."""
        self._budget_bytes = budget_bytes
        self.twin.thin_out(budget_bytes)

    def sleep(self) -> None:
        """Have it on disk as it is; if that fails it is simulated anew when it is wanted."""
        try:
            self.twin.sleep(self._folder.asleep)
        except (SnapshotError, OSError):
            LOG.exception("a twin cannot be put to sleep", extra={FIELDS: self._said})

    def close(self) -> None:
        """Let go of its files, its position written."""
        self.keep_position(sync=True)
        self.abandon()

    def abandon(self) -> None:
        """Let go of its files as they are."""
        self.foreseen.close()
        with suppress(OSError):
            self._journal.close()

    def _refuse_full(self, do: str) -> None:
        """Refuse what would make the journal too long; who plays may always pause."""
        most = self._limits.commands_per_twin
        if self.number >= most and not (do == "pause" and self.pace.playing):
            text = f"{self.number:,} commands stand in its journal; {most:,} are allowed: keep its "
            raise ProblemError(TOO_MUCH, text + "recipe, and make a new twin of it.")

    def _refuse_at_end(self) -> None:
        if self.twin.now >= self.twin.horizon:
            raise ProblemError(CONFLICT, "It has come to its end: seek to an earlier time first.")

    def _made(self, what: dict[str, Any], by: str) -> Made:
        """Make an intervention, unless the twin would then be more than is allowed."""
        check_made(len(self.twin.recipe.made), 1, self._limits)
        number = len(self.twin.scenario.interventions)
        try:
            return self.twin.make(self._allowed(what), by=by)
        except ScenarioError as error:
            raise _said_of_what(error, number) from None
        except ValueError as error:
            raise invalid([("body.what", str(error))]) from None

    def _allowed(self, what: dict[str, Any]) -> AnyIntervention:
        """Return an intervention that has been held against the scenario, and what follows from it
        against the limits."""
        scenario = extended(self.twin.scenario, [{"at": self.twin.now, **what}])
        found = scenario.interventions[-1]
        if isinstance(found, DemandSurge):
            check_size(scenario, self._limits)
        return found


def _said_of_what(error: ScenarioError, number: int) -> ProblemError:
    """Return what is wrong with an intervention in the words of whoever sent it.

    Args:
        error: about the twin's scenario, with it.
        number: that it would have had there.
    """
    here = f"interventions[{number}]"
    errors = []
    for line, path in zip(error.lines, error.paths, strict=True):
        inside = path[2:] if path[:2] == ("interventions", number) else ()
        errors.append((place(("body", "what", *inside)), line.replace(here, "what", 1)))
    return invalid(errors)
