"""Our code as what a cluster can be sent: for nodes on which it is not, or not the same."""

from importlib.metadata import distribution
from pathlib import Path

from voltwin.experiment.on_ray.node_record import package_folders


def shipped_modules() -> list[Path]:
    """Return the folders that are sent: our packages, and what tells their version."""
    ours = distribution("voltwin")
    metadata = Path(str(ours.locate_file(f"voltwin-{ours.version}.dist-info")))
    return [*package_folders(), *([metadata] if metadata.is_dir() else [])]
