"""Builds the package with the page in it, or not at all."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "server/voltwin_server/page/dist/index.html"


class WithThePage(BuildHookInterface):
    """Refuses to build a wheel, or a release of the sources, that has no page to show."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See that the page has been built; who installs the folder as it is builds it later."""
        if version != "editable" and not (Path(self.root) / PAGE).is_file():
            raise SystemExit("The page is not built, which the package shows: make page does it.")
