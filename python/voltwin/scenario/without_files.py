"""Scenarios and plans of people elsewhere: they say all that they mean, and no file is read."""

from pathlib import Path
from typing import Any, NoReturn

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import scenario_of
from voltwin.scenario.references import resolve
from voltwin.scenario.scenario import Scenario


class _NoFolder(type(Path())):  # type: ignore[misc]  # the class of this platform's paths
    """A folder in which no file may be named."""

    def __truediv__(self, name: object) -> NoReturn:
        """Refuse the name of a file, before anybody looks whether there is one.

        Raises:
            ScenarioError: always.
        """
        raise ScenarioError(
            [f'"{name}" names a file, and none is read here: write what it holds in its place']
        )


NO_FOLDER: Path = _NoFolder()  # what looks for files in it is refused


def scenario_without_files(data: dict[str, Any]) -> Scenario:
    """Return the scenario with these raw fields, as in a file, none of which may name another file.

    Raises:
        ScenarioError: it is not valid, or names a file; one line a problem.
    """
    return scenario_of(resolve(data, NO_FOLDER))
