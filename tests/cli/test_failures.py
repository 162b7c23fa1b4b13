"""Failures: one message, one exit status."""

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


def test_what_no_user_can_cause_is_raised_again() -> None:
    with pytest.raises(ZeroDivisionError):
        exit_status(ZeroDivisionError())
