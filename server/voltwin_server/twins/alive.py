"""A twin in memory, its pace, and the files that outlive it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.twin.observing import Outcome
from voltwin.twin.pace import Pace
from voltwin.twin.recipe import Recipe
from voltwin.twin.recipe_text import plain_made, recipe_of
from voltwin.twin.twin import Twin
from voltwin_bindings.engine import EngineError
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_server.invalid import invalid, place
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import AGAIN_S, AWAY, CONFLICT, ProblemError
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.foreseen import Foreseen
from voltwin_server.twins.journal import Entry, Journal
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.record import Position
from voltwin_server.twins.wire import Report

SERVER = "server"  # who does what nobody has asked for


class Alive:
    """A twin in memory. What is done to it is in its journal before anybody is told."""

    def __init__(self, folder: TwinFolder, budget_bytes: int) -> None:
        """Have a twin where it was, paused.

        Args:
            folder: of the twin.
            budget_bytes: that it may have in memory.

        Raises:
            OSError: its files cannot be read.
            ValueError: one is damaged, or its recipe is not valid here.
        """
        self._folder, self._budget_bytes = folder, budget_bytes
        self.foreseen = Foreseen(folder.path)
        self._journal = Journal(folder.journal)
        try:
            self._begin()
        except BaseException:
            self._journal.close()
            raise

    def _begin(self) -> None:
        position = self._folder.position()
        recipe = recipe_of(recipe_fields(self._folder))
        twin = self._woken(recipe) or Twin(recipe, budget_bytes=self._budget_bytes)
        twin.seek(position.now)
        self.twin, self.pace = twin, Pace(twin.now, twin.horizon, position.speed)

    def _woken(self, recipe: Recipe) -> Twin | None:
        """Return the twin as it sleeps, unless that is not what has become of it."""
        if not self._folder.asleep.exists():
            return None
        try:
            twin = Twin.wake(self._folder.asleep, budget_bytes=self._budget_bytes)
        except (SnapshotError, ScenarioError, OSError) as error:
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
        )

    def do(self, fields: dict[str, Any], by: str) -> Entry:
        """Do a command, and return its line in the journal.

        Args:
            fields: of the command, as `commands.checked` returns them.
            by: who gives it.

        Raises:
            ProblemError: it cannot be done; nothing has changed.
            EngineError: it cannot be simulated; nothing has changed.
        """
        try:
            return self._done(fields, by)
        except (ProblemError, EngineError):
            raise
        except Exception:  # half of it may have been done
            self._begin()
            raise

    def _done(self, fields: dict[str, Any], by: str) -> Entry:
        match fields["do"]:
            case "play":
                self._refuse_at_end()
                entry = self.note(fields, by)
                self.pace.play(monotonic())
            case "pause":
                entry = self.pause(by)
            case "speed":
                entry = self.note(fields, by)
                self.pace.set_speed(fields["speed"], monotonic())
            case "step":
                self._refuse_at_end()
                self.twin.advance(min(self.twin.now + fields["seconds"], self.twin.horizon))
                self.pace.pause()
                entry = self._moved(fields, by)
            case "seek":
                self.twin.seek(fields["at"])
                entry = self._moved(fields, by)
            case _:
                entry = self._intervene(fields, by)
        return entry

    def observe(self, reports: Sequence[Any], by: str) -> tuple[list[Outcome], Entry | None]:
        """Book what a real network reports.

        Args:
            reports: as `voltwin.twin.report` reads them.
            by: who sends them.

        Returns:
            What became of each, and the line in the journal; None if nothing was booked.

        Raises:
            ProblemError: they cannot be written down; nothing is booked.
            EngineError: the twin cannot go on from what was seen; nothing is booked.
        """
        before = len(self.twin.recipe.made)
        try:
            outcomes = self.foreseen.observe(self.twin, reports, by=by)
            made = [plain_made(one) for one in self.twin.recipe.made[before:]]
            fields = {"do": "observe", "observations": len(made), "made": made}
            entry = self.note(fields, by) if made else None
        except BaseException:
            self.foreseen.forget()
            raise
        if entry is not None:
            self.foreseen.keep()
        return outcomes, entry

    def pause(self, by: str, **about: Any) -> Entry:
        """Let simulated time stand."""
        entry = self.note({"do": "pause", **about}, by)
        self.pace.pause()
        self.keep_position(sync=True)
        return entry

    def go_on(self) -> None:
        """Simulate what is due, while it plays."""
        self.twin.advance(self.pace.target(monotonic()))
        self.pace.reached(self.twin.now, monotonic())
        if not self.pace.playing:  # it has come to its end
            self.keep_position(sync=True)

    def note(self, fields: dict[str, Any], by: str) -> Entry:
        """Write what has been done into the journal, or have it not done.

        Raises:
            ProblemError: it cannot be written.
        """
        wall = datetime.now(UTC).isoformat()
        try:
            return self._journal.append({"by": by, "wall": wall, "now": self.twin.now, **fields})
        except OSError as error:
            LOG.exception("a journal cannot be written", extra={FIELDS: self._said})
            self._begin()
            raise ProblemError(
                AWAY,
                f"Its journal cannot be written ({error.strerror}): it is as it was, and paused.",
                headers={"Retry-After": str(AGAIN_S)},
            ) from None

    def keep_position(self, *, sync: bool) -> None:
        """Write where it stands; if that fails, a restart finds it where it was before."""
        position = Position(self.twin.now, self.pace.wanted, self.number)
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
        self.foreseen.close()
        self.keep_position(sync=True)
        self._journal.close()

    def _refuse_at_end(self) -> None:
        if self.twin.now >= self.twin.horizon:
            raise ProblemError(CONFLICT, "It has come to its end: seek to an earlier time first.")

    def _moved(self, fields: dict[str, Any], by: str) -> Entry:
        entry = self.note(fields, by)
        self.pace.moved(self.twin.now, monotonic())
        self.keep_position(sync=False)
        return entry

    def _intervene(self, fields: dict[str, Any], by: str) -> Entry:
        number = len(self.twin.recipe.scenario.interventions) + len(self.twin.recipe.made)
        try:
            made = self.twin.make(fields["what"], by=by)
        except ScenarioError as error:
            raise _said_of_what(error, number) from None
        except ValueError as error:
            raise invalid([("body.what", str(error))]) from None
        return self.note({"do": "intervene", "made": [plain_made(made)]}, by)


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
