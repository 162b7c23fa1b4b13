"""Samples of mutants that are kept, and others."""

from tests.mutants.choosing import all_mutants, chosen
from tests.mutants.samples import SAMPLES, Sample, drawn, samples_of

EVERY = all_mutants()


def test_none_is_in_two_samples() -> None:
    names = [of.name for sample in SAMPLES for of in drawn(sample, EVERY)]
    assert len(set(names)) == len(names) == sum(of.size for of in SAMPLES)


def test_a_seed_is_that_of_a_sample_or_draws_another() -> None:
    assert samples_of(None, 5) == SAMPLES
    assert [samples_of(of.seed, 5) for of in SAMPLES] == [(of,) for of in SAMPLES]
    assert samples_of(7, 5) == (Sample(7, 5),)
    assert drawn(Sample(7, 5), EVERY) == chosen(EVERY, 5, 7)
