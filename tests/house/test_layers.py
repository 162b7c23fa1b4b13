"""Who may import whom, and who may know what: read from the sources, not from running them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# From the ground up: a package imports itself and what stands below it.
LAYERS = {
    "voltwin_core": ROOT / "core",
    "voltwin_bindings": ROOT / "bindings",
    "voltwin": ROOT / "python",
    "voltwin_server": ROOT / "server",
}

# The swap network's own rooms; the rest of the core is shared with other models. The package's
# docstring says so, and has to name them.
MODEL_ROOMS = ("station", "fleet", "swap.py", "replications.py")
MAY_SAY_STATION = (*MODEL_ROOMS, "__init__.py")
STATION = re.compile(r"station(?!ar)", re.IGNORECASE)  # "stationary" is another word

# All of ours that the reference may import but its own package: from the core formulas, draws and
# types of rows, from the bindings what an engine offers and the columns of its log. The logic
# (order of events, who waits, who gets what) is written there a second time.
SHARED_WITH_REFERENCE = (
    "voltwin_core.ageing",
    "voltwin_core.calendar",
    "voltwin_core.charging",
    "voltwin_core.demand",
    "voltwin_core.distributions",
    "voltwin_core.draws",
    "voltwin_core.elementary",
    "voltwin_core.fleet.parameters",
    "voltwin_core.fleet.trips",
    "voltwin_core.fleet.waiting",
    "voltwin_core.ladder",
    "voltwin_core.power",
    "voltwin_core.record",
    "voltwin_core.set_point",
    "voltwin_core.station.events",
    "voltwin_core.station.parameters",
    "voltwin_core.station.script",
    "voltwin_core.thermal",
    "voltwin_core.travel",
    "voltwin_bindings.disturbing",
    "voltwin_bindings.engine",
    "voltwin_bindings.event_log",
)


def imports(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Yield the full name of everything that `module` imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=origin, names=names, level=level):
                above = level - is_package
                package = module.split(".")[: -above or None] if level else []
                base = ".".join([*package, *([origin] if origin else [])])
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def imports_of(file: Path, base: Path) -> list[str]:
    """Return what a file imports; `base` is the folder that its package lies in."""
    parts = list(file.relative_to(base).with_suffix("").parts)
    is_package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if is_package else parts)
    return list(imports(file.read_text(encoding="utf-8"), module, is_package))


def climbs(package: str, name: str) -> bool:
    """Tell whether `package` imports something above itself by importing `name`."""
    order = list(LAYERS)
    imported = name.partition(".")[0]
    return imported in order and order.index(imported) > order.index(package)


def is_shared(name: str) -> bool:
    """Tell whether the reference may import `name`: not ours, its own, or shared on purpose."""
    return name.partition(".")[0] not in LAYERS or any(
        f"{name}.".startswith(f"{shared}.")
        for shared in ("voltwin.reference", *SHARED_WITH_REFERENCE)
    )


def sources(folder: Path) -> list[Path]:
    """Return the Python files below a folder, which need not exist yet."""
    return sorted(folder.rglob("*.py"))


def core_outside(rooms: tuple[str, ...]) -> list[Path]:
    """Return the files of the core that lie in none of `rooms`."""
    core = LAYERS["voltwin_core"] / "voltwin_core"
    return [file for file in sources(core) if file.relative_to(core).parts[0] not in rooms]


@pytest.mark.parametrize("package", LAYERS)
def test_imports_point_down(package: str) -> None:
    base = LAYERS[package]
    upward = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources(base / package)
        for name in imports_of(file, base)
        if climbs(package, name)
    ]
    assert upward == []


def test_shared_core_does_not_know_the_word_station() -> None:
    said = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in core_outside(MAY_SAY_STATION)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if STATION.search(line)
    ]
    assert said == []


def test_shared_core_imports_no_model() -> None:
    models = tuple(f"voltwin_core.{room.removesuffix('.py')}" for room in MODEL_ROOMS)
    found = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in core_outside(MODEL_ROOMS)
        for name in imports_of(file, LAYERS["voltwin_core"])
        if f"{name}.".startswith(tuple(f"{model}." for model in models))
    ]
    assert found == []


def test_reference_shares_only_primitives_with_the_kernel() -> None:
    base = LAYERS["voltwin"]
    shared_logic = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources(base / "voltwin" / "reference")
        for name in imports_of(file, base)
        if not is_shared(name)
    ]
    assert shared_logic == []


@pytest.mark.parametrize("name", SHARED_WITH_REFERENCE)
def test_what_is_shared_exists_and_the_reference_needs_it(name: str) -> None:
    base = LAYERS["voltwin"]
    package, *inner = name.split(".")
    assert LAYERS[package].joinpath(package, *inner).with_suffix(".py").is_file()
    assert any(
        f"{imported}.".startswith(f"{name}.")
        for file in sources(base / "voltwin" / "reference")
        for imported in imports_of(file, base)
    )


BAD_SOURCE = """
import voltwin.cli as cli
from voltwin_core import swap, draws
from voltwin_core.station.handlers import on_arrival
from . import neighbour
from ..above import thing
def late():
    import importlib
    from voltwin_server import app
    importlib.import_module("voltwin.kpis")
"""


def test_every_form_of_import_is_seen() -> None:
    assert set(imports(BAD_SOURCE, "voltwin_core.station.handlers", is_package=False)) == {
        "importlib",
        "voltwin.cli",
        "voltwin.kpis",
        "voltwin_core.above.thing",
        "voltwin_core.draws",
        "voltwin_core.station.handlers.on_arrival",
        "voltwin_core.station.neighbour",
        "voltwin_core.swap",
        "voltwin_server.app",
    }


def test_relative_import_in_a_package_starts_at_the_package() -> None:
    assert list(imports("from .log import Log", "voltwin_core", is_package=True)) == [
        "voltwin_core.log.Log"
    ]
    assert list(imports("from ..log import Log", "voltwin_core.station", is_package=True)) == [
        "voltwin_core.log.Log"
    ]


@pytest.mark.parametrize(
    ("package", "name", "upward"),
    [
        ("voltwin_core", "voltwin_bindings.world", True),
        ("voltwin_core", "voltwin", True),
        ("voltwin", "voltwin_server.app", True),
        ("voltwin", "voltwin.cli", False),
        ("voltwin_server", "voltwin_core", False),
        ("voltwin_core", "voltwinner", False),
    ],
)
def test_climbing_is_told_from_descending(package: str, name: str, upward: bool) -> None:
    assert climbs(package, name) is upward


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("voltwin_core.draws.uniform", True),
        ("voltwin_core.ladder", True),
        ("voltwin_bindings.engine.Engine", True),
        ("voltwin_bindings.event_log.SCHEMA", True),
        ("voltwin.reference.run.Run", True),
        ("simpy.Environment", True),
        ("voltwin_core", False),
        ("voltwin_core.*", False),
        ("voltwin_core.drawstring", False),
        ("voltwin_core.event_list.EventList", False),
        ("voltwin_core.linked", False),
        ("voltwin_core.swap.advance", False),
        ("voltwin_core.number_sets.lowest", False),
        ("voltwin_core.parts.PartDispatcher", False),
        ("voltwin_core.station.handlers", False),
        ("voltwin_bindings", False),
        ("voltwin_bindings.compiled", False),
        ("voltwin_bindings.kernel_engine.KernelEngine", False),
        ("voltwin.kpis.from_world", False),
        ("voltwin.simulation", False),
    ],
)
def test_primitives_are_told_from_logic(name: str, shared: bool) -> None:
    assert is_shared(name) is shared


@pytest.mark.parametrize(
    ("line", "said"),
    [("for station in world", True), ("STATIONS = 3", True), ("a non-stationary rate", False)],
)
def test_the_word_is_told_from_stationary(line: str, said: bool) -> None:
    assert bool(STATION.search(line)) is said


def test_statistics_know_nothing_of_scenarios() -> None:
    base = LAYERS["voltwin"]
    ours = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources(base / "voltwin" / "statistics")
        for name in imports_of(file, base)
        if name.partition(".")[0] in LAYERS and not name.startswith("voltwin.statistics")
    ]
    assert ours == []
