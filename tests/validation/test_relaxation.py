"""Relaxation times, where they are known."""

import math

import numpy as np
import pytest

from voltwin.validation.relaxation import of_birth_and_death, of_line, of_one_server


def test_what_is_on_and_off_forgets_by_the_sum_of_its_rates() -> None:
    assert of_birth_and_death([2.0, 0.0], [0.0, 3.0]) == pytest.approx(1.0 / 5.0)


def test_ample_servers_forget_in_a_mean_service() -> None:
    assert of_line(4.0, 0.5, 60, 60) == pytest.approx(2.0, rel=1e-6)


@pytest.mark.parametrize("load", [0.3, 0.7, 0.9])
def test_one_server_without_bound_forgets_as_morse_says(load: float) -> None:
    known = 1.0 / (1.0 - math.sqrt(load)) ** 2
    assert of_line(load, 1.0, 1) == pytest.approx(known, rel=1e-3)
    assert of_one_server(load, 1.0, 1.0) == pytest.approx(known, rel=1e-12)


def test_a_bounded_line_forgets_as_known_for_m_m_1_k() -> None:
    """The eigenvalues are rate + mu - 2 sqrt(rate mu) cos(pi k / (K + 1)), by Takács."""
    rate, mu, most = 0.8, 1.0, 5
    slowest = rate + mu - 2.0 * math.sqrt(rate * mu) * math.cos(math.pi / (most + 1))
    assert of_line(rate, mu, 1, most) == pytest.approx(1.0 / slowest, rel=1e-10)


def test_the_time_is_that_of_the_generator() -> None:
    up, down = np.array([2.0, 1.5, 0.7, 0.0]), np.array([0.0, 1.0, 2.0, 3.0])
    generator = np.diag(up[:-1], 1) + np.diag(down[1:], -1) - np.diag(up + down)
    second = np.sort(-np.linalg.eigvals(generator).real)[1]
    assert of_birth_and_death(up, down) == pytest.approx(1.0 / second, rel=1e-10)
