"""Whether the engine has been compiled before."""

from pathlib import Path

import pytest

from voltwin_bindings import compiled
from voltwin_bindings.compiled import is_compiled


def test_an_empty_cache_holds_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    assert not is_compiled()


def test_a_cache_with_another_kernel_holds_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    (tmp_path / "voltwin_core").mkdir()
    (tmp_path / "voltwin_core" / "power.fits-7.py311.1.nbc").touch()
    assert not is_compiled()
