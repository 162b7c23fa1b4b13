import numpy as np

from voltwin.statistics.factors import Factor
from voltwin.statistics.terms import Model, interactions, main_terms

LEVELS = Factor.of("chargers", [2, 2, 4, 4, 6, 6] * 2)
POLICY = Factor.of("policy", ["wait", "lose"] * 6)
RANGE = Factor("share", tuple(np.linspace(0.0, 1.0, 12).tolist()), continuous=True)
ALL = np.ones(12, dtype=np.bool_)


def test_terms_take_the_degrees_of_their_coding() -> None:
    factors = [LEVELS, POLICY, RANGE]
    mains, pairs = main_terms(factors, ALL), interactions(factors, ALL)
    assert pairs is not None
    degrees = {str(term): term.columns.shape[1] for term in (*mains, *pairs)}
    assert degrees == {
        "chargers": 2,
        "policy": 1,
        "share": 2,
        "chargers x policy": 2,
        "chargers x share": 2,
        "policy x share": 1,
    }


def test_a_factor_that_is_left_with_one_level_takes_none() -> None:
    kept = np.array([level == "wait" for level in POLICY.levels])
    term = main_terms([POLICY], kept)[0]
    assert term.columns.shape == (6, 0)
    assert Model.of([term], np.arange(6.0), grid=True).untold(term) == "does not vary"


def test_an_interaction_is_orthogonal_to_its_main_effects() -> None:
    mains, pairs = main_terms([LEVELS, RANGE], ALL), interactions([LEVELS, RANGE], ALL)
    assert pairs is not None
    for main in mains:
        assert np.allclose(main.columns.T @ pairs[0].columns, 0.0)


def test_interactions_of_very_many_levels_are_not_built() -> None:
    many = [Factor.of(name, [f"{n}" for n in range(40)]) for name in "ab"]
    assert interactions(many, np.ones(40, dtype=np.bool_)) is None


def test_three_aliases_are_named_and_more_are_counted() -> None:
    values = np.arange(12.0)
    for copies, said in ((2, "b"), (4, "b, c, d"), (6, "b, c, d and 2 more")):
        terms = main_terms([Factor.of(name, RANGE.levels) for name in "abcdef"[:copies]], ALL)
        model = Model.of(terms, values, grid=False)
        assert model.untold(terms[0]) == f"cannot be told from {said}"


def test_as_many_coefficients_as_variants_tell_nothing() -> None:
    four = np.arange(12) < 4
    terms = main_terms([RANGE, POLICY], four)
    model = Model.of(terms, np.array([1.0, 4.0, 2.0, 3.0]), grid=False)
    assert model.exhausted
    assert [model.untold(term) for term in terms] == ["too few variants"] * 2
