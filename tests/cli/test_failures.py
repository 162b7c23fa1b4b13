"""Failures: one message, one exit status."""

from pathlib import Path

import numpy as np
import pytest

from voltwin.cli.failures import exit_status


def test_out_of_memory_is_one_message_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MemoryError) as caught:
        np.empty(1 << 57)  # 1 EiB, more than any address space
    assert exit_status(caught.value) == 1
    said = capsys.readouterr().err
    assert said.startswith("Error: out of memory")
    assert said.count("\n") == 1


def test_a_file_that_the_system_refuses_is_one_message_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="too long") as caught:
        (tmp_path / ("a" * 300)).write_text("")
    assert exit_status(caught.value) == 2
    assert "aaa: File name too long" in capsys.readouterr().err


def test_what_no_user_can_cause_is_raised_again() -> None:
    with pytest.raises(ZeroDivisionError):
        exit_status(ZeroDivisionError())
