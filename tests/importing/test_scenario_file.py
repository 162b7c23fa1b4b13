"""The scenario as it is written: read back to the same, and explained."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.tables import PLAIN, understood

from voltwin.importing import write_scenario
from voltwin.importing.scenario_file import scenario_text
from voltwin.scenario import load


@pytest.mark.parametrize("name", ["city.yaml", "city.json"])
@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "id,swaps,bays,chargers,opening_hours,policy\n007,9,2,0,06:00-22:00,wait\nb,8,,3,,\n",
        'name,swaps,region\n"a: b # c",9,"no\nmatter"\nyes,8,\n1e5,7,[x]\n',
    ],
)
def test_what_is_written_is_read(tmp_path: Path, text: str, name: str) -> None:
    understanding = understood(tmp_path, text, utc_offset="+08:00", profile="taxi")
    write_scenario(understanding, tmp_path / name)
    assert load(tmp_path / name) == understanding.scenario


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(names=st.lists(NAMES, min_size=1, max_size=3), swaps=st.floats(0, 3000))
def test_any_names_survive(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], swaps: float
) -> None:
    folder = tmp_path_factory.getbasetemp()
    quoted = [name.replace('"', '""') for name in names]
    rows = "".join(f'{i},"{name}",{swaps!r}\n' for i, name in enumerate(quoted))
    try:
        understanding = understood(folder, "id,name,swaps\n" + rows, skip_bad_rows=True)
    except ValueError:  # a quote and a line end within one name are two rows, say
        return
    write_scenario(understanding, folder / "names.yaml")
    assert load(folder / "names.yaml") == understanding.scenario


def test_it_tells_where_everything_is_from(tmp_path: Path) -> None:
    text = scenario_text(understood(tmp_path, PLAIN), tmp_path / "my city.yaml")
    lines = text.splitlines()
    assert lines[0] == "# Made by voltwin import: 2 of 2 rows of t.csv."
    assert "#   voltwin run 'my city.yaml'" in lines
    assert "# - batteries 22 to 41: one for each charger and 25 % more, at least 3" in lines
    assert any(line.startswith("  swap_time: 90 # [s] in the bay; of the order") for line in lines)
    assert lines[-1] == (
        "  - {id: Port, name: Port, lon: 10.5, lat: 53.5, swaps_per_day: 480, bays: 2, "
        "chargers: {count: 33, power_kw: 80}, batteries: 41}"
    )
    assert max(len(line) for line in lines if not line.startswith("  - {")) <= 100
