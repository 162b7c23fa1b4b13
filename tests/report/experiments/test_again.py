import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.experiments.made import TWO_MORE, made, town

from voltwin.experiment.comparison import compare
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.experiment_file import write_experiment
from voltwin.experiment.plan_file import load_plan
from voltwin.experiment.sweep import plan_of
from voltwin.report.experiments.again import changes_of, write_again
from voltwin.report.experiments.recipe import facts, recipe
from voltwin.scenario.changes import Change
from voltwin.scenario.files import load


def in_folder(experiment: Experiment, folder: Path) -> Experiment:
    """Return an experiment as if it had been done in a folder."""
    folder.mkdir()
    write_experiment(folder, experiment.plan, None)
    return Experiment(
        experiment.plan, experiment.tables, experiment.record, experiment.table, (), folder
    )


def test_the_scenario_is_written_once_more(tmp_path: Path) -> None:
    experiment = in_folder(made("one variant"), tmp_path / "one")
    assert write_again(experiment.folder or "", tmp_path) == [tmp_path / "scenario.yaml"]
    assert load(tmp_path / "scenario.yaml") == experiment.plan.base
    with pytest.raises(FileExistsError, match="is there already"):
        write_again(experiment.folder or "", tmp_path)


def test_the_plan_of_a_sweep_leads_to_the_same_runs(tmp_path: Path) -> None:
    experiment = in_folder(made("sweep"), tmp_path / "sweep")
    files = write_again(tmp_path / "sweep", tmp_path)
    assert [file.name for file in files] == ["scenario.yaml", "plan.yaml"]
    again = plan_of(load_plan(tmp_path / "plan.yaml"))
    assert replace(again, asked={}) == replace(experiment.plan, asked={})
    assert recipe(experiment).lines[-1] == "voltwin sweep plan.yaml"


def test_what_is_too_different_for_a_command_line_is_a_file(tmp_path: Path) -> None:
    scenario = town()
    other = scenario.model_copy(update={"name": "a; b", "horizon": scenario.horizon})
    made_of = compare(scenario, {"other": other, "more": TWO_MORE}, replications=2, keep=[])
    experiment = in_folder(made_of, tmp_path / "two")
    files = write_again(tmp_path / "two", tmp_path)
    assert [file.name for file in files] == ["scenario.yaml", "variant-1.yaml"]
    assert load(files[1]) == other
    command = shlex.split(recipe(experiment).lines[-1])
    assert command[:6] == [
        *("voltwin", "compare", "scenario.yaml", "variant-1.yaml", "--set"),
        TWO_MORE[0],
    ]


def test_commands_name_what_is_not_usual() -> None:
    words = shlex.split(recipe(made("the best")).lines[-1])
    assert words[words.index("--best") + 1] == "lost_share"
    assert words[words.index("--indifference") + 1] == "0.05"
    assert "--measure" not in words
    assert shlex.split(recipe(made("until narrow")).lines[0])[-1] != "0"
    widths = [word for word in shlex.split(recipe(made("until narrow")).lines[-1]) if "=" in word]
    assert widths == ["lost_share=0.01", "wait_mean_s=5% of mean"]


def test_changes_in_a_line_are_read_back() -> None:
    for variant in made("the best").plan.variants:
        texts = changes_of(variant).split("; ") if variant.changes else []
        assert tuple(map(Change.parse, texts)) == variant.changes


def test_the_folder_is_named_where_there_is_one(tmp_path: Path) -> None:
    experiment = in_folder(made("replications"), tmp_path / 'it\'s "mine"')
    told = recipe(experiment)
    code = shlex.split(told.lines[0])[2]
    assert code.endswith("""write_again("it's \\"mine\\"")""")
    assert told.lines[1].startswith("voltwin run scenario.yaml --replications 12 --seed 1")


def test_facts_say_what_it_ran_on() -> None:
    told = dict(facts(made("one variant")))
    assert told["seed"].startswith("1,")
    assert told["runs"] == "24 of 2 variants"
    assert made("one variant").record["experiment"]["machine"] in told["machine"]
