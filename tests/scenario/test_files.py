"""Scenario files: what is read, what is written, and what is no scenario file at all."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.small import TEXT, changed, loaded

from voltwin.scenario import Scenario, ScenarioError, demo_city, load, save, templates
from voltwin.scenario.files import _NUMBERED
from voltwin.scenario.yaml_text import read_yaml
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope

AT = "swaps_per_day: 99"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PLANS = {"sweep", "sizing"}  # of experiments: they hold a scenario, and are none
SCENARIOS = sorted(file for file in EXAMPLES.glob("*.yaml") if file.stem not in PLANS)


# --- round trips --------------------------------------------------------------------------------


def again(scenario: Scenario, file: Path) -> Scenario:
    save(scenario, file)
    return load(file)


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json", ".JSON", ""])
@pytest.mark.parametrize("example", SCENARIOS, ids=lambda file: file.stem)
def test_what_is_saved_is_loaded(tmp_path: Path, example: Path, suffix: str) -> None:
    scenario = load(example)
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    assert again(scenario, first) == scenario
    assert again(load(first), second) == scenario
    assert first.read_bytes() == second.read_bytes()


def test_the_template_is_loaded(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, templates.first_scenario())
    assert [station.id for station in scenario.stations] == ["north", "centre", "harbour"]
    assert again(scenario, tmp_path / "b.yaml") == scenario


@pytest.mark.parametrize("seed", range(30))
def test_random_scenarios_survive_a_file(tmp_path: Path, seed: int) -> None:
    scenario = as_scenario(random_network(Scope(f"files/{seed}")))
    try:
        save(scenario, tmp_path / "a.yaml")
        save(scenario, tmp_path / "a.json")
    except ScenarioError as error:  # such networks may have a station that never opens, say
        pytest.skip(f"a network that no scenario may be: {error}")
    assert load(tmp_path / "a.yaml") == scenario == load(tmp_path / "a.json")


# Each is, unquoted, something else to some reader of YAML.
TRAPS = [
    "1e5", "1E5", "1.5e3", "-2e-3", "007", "0x1F", "0o17", "0b1", "1_000", ".5", ".inf", "nan",
    "no", "NO", "off", "y", "true", "null", "~", "", "-", "=", "<<", "06:30", "1:20:30",
    "2026-01-05", "2026-01-05T00:00:00Z", "a: b", "a #b", "[a", "{a}", "&a", "*a", "!a", "%a", "@a",
    "`a", "'a", '"a', " a", "a ", "a\nb", "a\r\nb", "a\tb", "\x85", "a\u2028b", "\ufeff", "\x7f",
    "é", "台北", "😀", "...", "---", "? a", "| a", "> a", "12 345",
]  # fmt: skip


def named(text: str) -> Scenario:
    scenario = Scenario.model_validate(_fields())
    scenario.name = text
    scenario.stations[0].region = text
    return scenario


def _fields() -> dict[str, Any]:
    return {
        "battery_types": [{"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
        "stations": [
            {"id": name, "chargers": 0, "batteries": 6, "swaps_per_day": 9} for name in "ab"
        ],
    }


@pytest.mark.parametrize("suffix", ["yaml", "json"])
@pytest.mark.parametrize("text", TRAPS)
def test_text_stays_the_same_text(tmp_path: Path, text: str, suffix: str) -> None:
    assert again(named(text), tmp_path / f"a.{suffix}") == named(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@given(text=st.text(st.characters(codec="utf-8")), json_too=st.booleans())
def test_any_text_survives(folder: Path, text: str, json_too: bool) -> None:
    assert again(named(text), folder / ("a.json" if json_too else "a.yaml")) == named(text)


NUMBERS = st.floats(0.0, 1e6, allow_subnormal=True)


@given(
    multiplier=NUMBERS,
    trace=st.lists(st.floats(0.0, 1e9)).map(sorted),
    patience=st.floats(0.0, 1e15),
    mix=st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), NUMBERS, max_size=3),
)
@settings(max_examples=50)
def test_every_number_survives(
    folder: Path, multiplier: float, trace: list[float], patience: float, mix: dict[str, float]
) -> None:
    fields = _fields()
    first, second = fields["stations"]
    first.update(multiplier=multiplier, trace=trace, swaps_per_day=None, patience=patience)
    second.update(region="north")
    fields["warm_up"] = 0.0
    fields["target_wait"] = patience
    fields["demand"] = {"profiles": mix}
    scenario = Scenario.model_validate(fields)
    assert again(scenario, folder / "n.yaml") == scenario
    assert again(scenario, folder / "n.json") == scenario


def test_half_a_character_is_refused_and_the_earlier_file_stays(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.json"):
        file = tmp_path / name
        save(named("fine"), file)
        with pytest.raises(ScenarioError, match=r"cannot hold the text .*ud800"):
            save(named("\ud800"), file)
        assert load(file) == named("fine")


def test_most_of_what_stations_share_is_written_once(tmp_path: Path) -> None:
    save(demo_city(stations=60, seed=1), tmp_path / "a.yaml")
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert text.count("ambient_c") == text.count("swap_time") == 1
    assert "station_defaults:" in text
    assert "*" not in text.replace("* ", "")  # no aliases


def test_stations_from_elsewhere_are_written_in_line(tmp_path: Path) -> None:
    text = TEXT.splitlines()[0] + "\nstations: {generate: demo_city, count: 60, seed: 3}\n"
    scenario = loaded(tmp_path, text)
    save(scenario, tmp_path / "b.json")
    data = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert [station["id"] for station in data["stations"]] == [
        station.id for station in scenario.stations
    ]
    assert len(scenario.stations) == 60


def test_an_earlier_file_is_replaced_at_once_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    save(named("old"), file)

    def refuse(*_: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="no"):
            save(named("new"), file)
    assert load(file).name == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    save(named("new"), file)
    assert load(file).name == "new"


# --- YAML as people mean it ---------------------------------------------------------------------


def test_times_of_day_and_dates_stay_text(tmp_path: Path) -> None:
    text = changed(
        AT,
        f"{AT}, opening_hours: 06:30-22:00, "
        "grid_limit_kw: [{from: 06:30, value: 1}, {from: 22:00, value: 1e2}]",
    )
    scenario = loaded(tmp_path, text + "start: 2026-01-05T00:00:00+08:00\n")
    assert scenario.start.isoformat() == "2026-01-05T00:00:00+08:00"
    station = scenario.stations[0]
    assert station.opening_hours == "06:30-22:00"
    assert station.grid_limit_kw == (
        {"from": "06:30", "value": 1.0},
        {"from": "22:00", "value": 100.0},
    )


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load(file) == loaded(tmp_path, TEXT)


def test_traces_and_empirical_values_come_from_files_beside(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "times.txt").write_text("# seconds\n0\n2.5\n\n1e3\n", encoding="utf-8")
    law = "swap_time: {kind: empirical, file: data/times.txt, scale: 2}"
    scenario = loaded(tmp_path, changed(AT, f"trace: {{file: data/times.txt}}, {law}"))
    assert scenario.stations[0].trace == (0.0, 2.5, 1000.0)
    assert scenario.stations[0].swap_time.values == (0.0, 2.5, 1000.0)  # type: ignore[union-attr]
    assert again(scenario, tmp_path / "b.yaml") == scenario


def test_a_bad_value_in_a_list_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "times.txt").write_text("0\nsoon\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed(AT, "trace: {file: times.txt}"))
    assert str(caught.value) == (
        f'{tmp_path / "city.yaml"}: {tmp_path / "times.txt"}:2: "soon" is no number'
    )


# --- no scenario file at all --------------------------------------------------------------------

BAD_YAML: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "is empty"),
    ("blank", " \n\n", "is empty"),
    ("comment", "# nothing", "holds comments only: fields with values are expected"),
    ("list", "[1]", "holds a list at the top level: fields with values are expected"),
    ("text", "hello", "holds no scenario: fields with values are expected"),
    ("bytes", b"\xff\xfe\x00", "is UTF-16 text; save it as UTF-8 text"),
    ("twice", "a: 1\nb: 1\na: 2", 'is no YAML: line 3, column 1: "a" stands twice'),
    ("inner", "a: {b: 1, b: 2}", 'is no YAML: line 1, column 11: "b" stands twice'),
    ("open", "a: [1\nb: 2", "is no YAML: line 2, column 2: a [ before it is not closed"),
    ("tab", "a:\n\t- 1", "is no YAML: line 2, column 1: a tab indents it; use spaces"),
    ("alias", "a: *b", "is no YAML: line 1, column 4: * refers to something that is not there"),
    ("two", "a: 1\n---\nb: 1", "is no YAML: line 2, column 1: --- begins a second document"),
    ("key", "? [a]\n: 1", "is no YAML: line 1, column 3: a key must be a name"),
    ("code", "a: !!python/object/apply:os.system [ls]", "is no YAML: line 1, column 4: "),
    ("deep", "a: " + "{a: " * 500 + "1" + "}" * 500, "is no YAML: nested too deeply"),
]
BAD_JSON = [
    ("empty", "", "is empty"),
    ("open", '{"a" 1}', "is no JSON: line 1, column 6: "),
    ("twice", '{"a": 1, "a": 2}', 'is no JSON: duplicate key "a"'),
    ("nan", '{"a": NaN}', "is no JSON: NaN is no number in JSON"),
    ("deep", "[" * 100_000, "is no JSON: nested too deeply"),
    ("nested", "[" * 80 + "]" * 80, "is no JSON: nested too deeply"),
    ("digits", '{"a": ' + "9" * 6000 + "}", "is no JSON: Exceeds the limit"),
    ("list", "[1]", "holds a list at the top level: fields with values are expected"),
]


def one_line(file: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert len(caught.value.lines) == 1
    assert "\n" not in caught.value.lines[0]
    return str(caught.value)


def test_a_control_character_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "city.yaml"
    file.write_text("a: 1\nb: \x00")
    assert one_line(file).startswith(
        f"{file}: is no text: line 2 holds a NUL character (byte 0x00)"
    )


@pytest.mark.parametrize(("name", "content", "text"), BAD_YAML, ids=lambda case: str(case)[:12])
def test_what_is_no_yaml_is_one_line(
    tmp_path: Path, name: str, content: str | bytes, text: str
) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert one_line(file).startswith(f"{file}: {text}")


@pytest.mark.parametrize(("name", "content", "text"), BAD_JSON, ids=lambda case: str(case)[:12])
def test_what_is_no_json_is_one_line(tmp_path: Path, name: str, content: str, text: str) -> None:
    file = tmp_path / f"{name}.json"
    file.write_text(content, encoding="utf-8")
    assert one_line(file).startswith(f"{file}: {text}")


def test_what_is_no_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    assert one_line(tmp_path) == f"{tmp_path}: is a folder; name a file"
    absent = tmp_path / "absent.yaml"
    assert one_line(absent) == f"{absent}: there is no such file"
    below = tmp_path / "a.yaml" / "b.yaml"
    assert one_line(below) == f"{below}: cannot be read: Not a directory"
    assert "is no file name" in one_line(tmp_path / "a\0b.yaml")
    long = tmp_path / ("a" * 300)
    assert one_line(long) == f"{long}: cannot be read: File name too long"


@given(content=st.binary(max_size=80), name=st.sampled_from(["x.yaml", "x.json"]))
def test_junk_never_gets_past_a_scenario_error(folder: Path, content: bytes, name: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ScenarioError):
        load(folder / name)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
DATA = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
PLACES = ["horizon", "start", "battery_types", "stations", "demand", "station_defaults", "name"]
FIELDS = ["id", "chargers", "batteries", "swap_time", "patience", "profile", "opening_hours", "gap"]


@given(value=DATA, place=st.sampled_from([*PLACES, *FIELDS]))
@settings(max_examples=300)
def test_no_value_gets_past_a_scenario_error(value: Any, place: str) -> None:
    from voltwin.scenario.files import scenario_of

    fields = _fields()
    (fields if place in PLACES else fields["stations"][0])[place] = value
    with contextlib.suppress(ScenarioError):
        scenario_of(fields)


# --- the package --------------------------------------------------------------------------------


def test_nothing_heavy_is_imported_before_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys, voltwin.scenario as scenario\n"
        "heavy = {'numba', 'scipy', 'numpy', 'pydantic', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "scenario.load('a.yaml')\n"
        "assert not {'numba', 'simpy', 'pyarrow'} & set(sys.modules)\n"
        "assert set(scenario.__all__) <= set(dir(scenario))\n"
        "for name in scenario.__all__: getattr(scenario, name)\n"
        "assert not hasattr(scenario, 'nothing')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_merged_fields_give_way_to_own_ones(tmp_path: Path) -> None:
    text = changed("- {id: north", "- &other {bays: 3, id: north")
    north, south = loaded(tmp_path, f"{text}  - {{<<: *other, id: south, bays: 2}}\n").stations
    assert (south.id, south.bays, north.bays) == ("south", 2, 3)
    assert south.chargers == north.chargers


def test_aliases_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    (tmp_path / "a.yaml").write_text("\n".join([*lines, TEXT]), encoding="utf-8")
    with pytest.raises(ScenarioError, match="unfold to over 5,000,000 values"):
        load(tmp_path / "a.yaml")


@given(st.from_regex(_NUMBERED, fullmatch=True))
def test_names_with_a_number_are_texts_without_quotes(text: str) -> None:
    assert read_yaml(text) == text
