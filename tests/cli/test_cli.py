"""The command line as its users see it: output, files, exit statuses, one clear message."""

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voltwin.scenario import templates

COMMAND = [sys.executable, "-W", "error", "-c", "from voltwin.cli import main; main()"]


def voltwin(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    (tmp_path / "my.yaml").write_text(templates.first_scenario())
    return tmp_path


def test_init_then_run_shows_kpis_and_writes_a_folder(tmp_path: Path) -> None:
    assert voltwin("init", "my.yaml", cwd=tmp_path).returncode == 0
    done = voltwin("run", "my.yaml", "--until", "1d", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for text in ("a small fleet", "120 vehicles made", "visits to stations were", "energy hold"):
        assert text in done.stdout
    assert "What to try next" in done.stdout
    assert (tmp_path / "results" / "my" / "run.json").is_file()


@pytest.mark.parametrize(
    ("demand", "text"),
    [("arrivals", templates.first_scenario()), ("fleet", templates.first_fleet())],
)
def test_init_shows_either_demand(tmp_path: Path, demand: str, text: str) -> None:
    assert voltwin("init", "my.yaml", "--demand", demand, cwd=tmp_path).returncode == 0
    assert (tmp_path / "my.yaml").read_text() == text


def test_what_is_suggested_can_be_run(tmp_path: Path) -> None:
    folder = tmp_path / "voltwin of mine"
    folder.mkdir()
    short = templates.first_scenario().replace("horizon: 1w", "horizon: 1h")
    (folder / "my.yaml").write_text(short)
    done = voltwin("run", "voltwin of mine/my.yaml", cwd=tmp_path)
    lines = done.stdout.partition("What to try next\n")[2].splitlines()
    for line in lines[1:3]:
        words = shlex.split(line.strip().partition("  ")[0])
        assert words[:3] == ["voltwin", "run", "voltwin of mine/my.yaml"]
        assert voltwin(*words[1:], "--json", cwd=tmp_path).returncode == 0
    explain = shlex.split(lines[0].strip().partition("  ")[0])
    assert explain == ["voltwin", "explain", "results/my"]
    assert voltwin(*explain[1:], cwd=tmp_path).returncode == 0
    assert lines[-1].split()[:2] == ["voltwin", "serve"]


def test_json_is_for_machines(scenario: Path) -> None:
    done = voltwin("run", "my.yaml", "--until", "6h", "--json", cwd=scenario)
    assert json.loads(done.stdout)["until_s"] == 6 * 3600


def test_both_engines_print_the_same_totals(scenario: Path) -> None:
    totals = [
        json.loads(voltwin("run", "my.yaml", "--until", "5h", "--json", "--engine", name,
                           cwd=scenario).stdout)["total"]
        for name in ("kernel", "reference")
    ]  # fmt: skip
    kernel, reference = totals
    assert kernel == pytest.approx(reference, rel=1e-12)  # sums, added in another order


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("swaps_per_day: 300", "swap_per_day: 300"), "did you mean"),
        (("ready_soc: 0.95", "ready_soc: 1.5"), "ready_soc"),
        (("full_soc: 0.99", "full_soc: 0.5"), "is above full_soc"),
        (("horizon: 1w", "horizon: soon"), "horizon"),
        (("profile: commuter", "profile: comuter"), 'did you mean "commuter"?'),
        (("id: north", "id: centre"), '"centre" is also the id of'),
        (("bays: 2", "bays: [2"), "is no YAML"),
        (("name: three stations", "name: a\nname: b"), '"name" stands twice'),
    ],
)
def test_wrong_input_is_one_message_and_status_2(
    scenario: Path, change: tuple[str, str], message: str
) -> None:
    file = scenario / "my.yaml"
    text = file.read_text()
    assert change[0] in text
    file.write_text(text.replace(*change, 1))
    done = voltwin("run", "my.yaml", cwd=scenario)
    assert done.returncode == 2
    assert "my.yaml" in done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (scenario / "results").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("run", "absent.yaml"),
        ("run", "."),
        ("run", "my.yaml", "--until", "soon"),
        ("run", "my.yaml", "--engine", "fast"),
        ("run", "my.yaml", "--seed", "-1"),
        ("init", "my.yaml"),
        ("fly",),
        ("run", "my.yaml", "--out", "my.yaml"),
    ],
)
def test_wrong_words_are_status_2(scenario: Path, words: tuple[str, ...]) -> None:
    done = voltwin(*words, cwd=scenario)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("until", ["0", "0.5", "8d"])
def test_until_lies_within_the_run(scenario: Path, until: str) -> None:
    done = voltwin("run", "my.yaml", "--until", until, cwd=scenario)
    assert done.returncode == 2
    assert "must be at least 1s" in done.stderr
    assert "1w" in done.stderr
    assert not (scenario / "results").exists()


def test_a_full_disk_is_one_message_and_leaves_nothing(scenario: Path) -> None:
    code = (
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (20480, 20480))\n"
        "from voltwin.cli import main; main()"
    )
    words = [sys.executable, "-W", "error", "-c", code, "run", "my.yaml", "--engine", "reference"]
    done = subprocess.run(words, cwd=scenario, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: results/my: cannot be written: ")
    assert "File too large" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in scenario.iterdir()] == ["my.yaml"]


def test_an_empty_ring_is_status_1_and_leaves_nothing(scenario: Path) -> None:
    file = scenario / "my.yaml"
    text = file.read_text().replace("queue_places: 4", "queue_places: unlimited\n  ring: 2", 1)
    file.write_text(text.replace("batteries: 16", "batteries: 1", 1))
    done = voltwin("run", "my.yaml", cwd=scenario)
    assert done.returncode == 1
    assert "ring" in done.stderr
    assert not (scenario / "results").exists()


def test_an_interrupt_is_status_130_and_leaves_nothing(scenario: Path) -> None:
    words = [*COMMAND, "run", "my.yaml", "--engine", "reference", "--out", "mine"]
    with subprocess.Popen(words, cwd=scenario, stderr=subprocess.PIPE, text=True) as running:
        while not list(scenario.glob(".mine.partial-*")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "nothing half-written is left" in said
    assert sorted(path.name for path in scenario.iterdir()) == ["my.yaml"]


def test_help_imports_no_compiler(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom voltwin.cli.app import app\n"
        "heavy = {'numba', 'pyarrow', 'scipy', 'simpy', 'numpy', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
