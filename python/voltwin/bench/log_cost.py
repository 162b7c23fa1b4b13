"""What the event log costs: the demo week with its whole log to a file, against none."""

from pathlib import Path
from tempfile import TemporaryDirectory

from voltwin.bench import networks
from voltwin.bench.networks import WEEK_S
from voltwin.bench.timing import interleaved, processor_seconds
from voltwin.run_folder.event_file import EventFile
from voltwin_bindings.kernel_engine import KernelEngine

_ROUNDS = 5


def ratio() -> tuple[float, str]:
    """Return the demo week's time with the log to Parquet over that with the log off.

    By the processor's time, all threads together: as on one core.
    """
    network = networks.city_parameters()
    networks.city_arrivals()  # compiled from here on
    with TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        silent, logged = interleaved(
            lambda: processor_seconds(
                lambda engine: engine.advance(WEEK_S), lambda: networks.kernel(network)
            ),
            lambda: processor_seconds(
                lambda engine: write(engine, file), lambda: networks.kernel(network, log=True)
            ),
            rounds=_ROUNDS,
        )
        size_mb = file.stat().st_size / 1e6
    seen = f"{silent:.3g} s without, {logged:.3g} s with; a file of {size_mb:.0f} MB"
    return logged / silent, seen


def write(engine: KernelEngine, file: Path) -> int:
    """Simulate the week, write its log, and return the number of rows."""
    with EventFile(file) as events:
        while engine.now < WEEK_S:
            engine.step(WEEK_S)
            for batch in engine.drain():
                events.write(batch)
        return events.rows
