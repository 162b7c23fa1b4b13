"""A twin of the busy town, and a tab to look at it."""

from contextlib import ExitStack

import pytest
from tests.page.busy_town import busy_town
from tests.page.conftest import Site
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin


@pytest.fixture
def twin(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """A twin of the busy town, paused at seven."""
    made = site.client.twins.create(busy_town(), name="town today")
    afterwards.callback(delete_towns, site)
    made.command("seek", at="7h")
    return made


@pytest.fixture
def tab(mapless: Tab) -> Tab:
    """A tab in which the map never comes: what is looked at is beside it."""
    return mapless


def delete_towns(site: Site) -> None:
    """Delete the twin, and what was made of it."""
    for one in site.client.twins.list():
        if one.name.startswith("town today"):
            one.delete()
