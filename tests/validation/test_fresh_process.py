"""A question to another process is answered by this installation, and by nothing beside it."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from voltwin.validation.fresh_process import answer_of

Written = Callable[[str], Callable[..., Any]]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Give a function `asked` with a body, in a module that the other process finds, too."""

    def module(body: str) -> Callable[..., Any]:
        (tmp_path / "of_a_test.py").write_text(f"import warnings\n\ndef asked(*given):\n    {body}")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.delitem(sys.modules, "of_a_test", raising=False)
        asked: Callable[..., Any] = import_module("of_a_test").asked
        return asked

    return module


def test_the_answer_is_what_the_function_returns(written: Written) -> None:
    assert answer_of(written("return [*given, None]"), "1", "b") == ["1", "b", None]


def test_a_file_in_the_working_folder_is_not_taken_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "random.py").write_text('raise RuntimeError("not the library")')
    assert isinstance(answer_of(gettempdir, folder=tmp_path), str)  # imports random


@pytest.mark.parametrize("category", ["DeprecationWarning", "FutureWarning", "UserWarning"])
def test_a_library_may_say_that_it_will_change(category: str, written: Written) -> None:
    assert answer_of(written(f"return warnings.warn('soon', {category})")) is None


def test_a_warning_of_arithmetic_is_an_error(written: Written) -> None:
    asked = written("return warnings.warn('overflow', RuntimeWarning)")
    with pytest.raises(ChildProcessError, match="RuntimeWarning: overflow"):
        answer_of(asked)


def test_what_a_process_says_as_it_fails_is_told(written: Written) -> None:
    with pytest.raises(ChildProcessError, match="ZeroDivisionError"):
        answer_of(written("return 1 / 0"))
