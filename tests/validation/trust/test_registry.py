"""Checks by name."""

import pytest
from tests.validation.trust.made import check, holds

from voltwin.validation.trust import registry
from voltwin.validation.trust.check import GROUPS
from voltwin.validation.trust.registry import UnknownCheckError, checks, chosen


def test_without_a_name_all_checks_are_chosen_group_by_group() -> None:
    found = chosen([])
    assert [check.name for check in found] == list(checks())
    groups = [check.group for check in found]
    assert groups == sorted(groups, key=list(GROUPS).index)
    assert "erlang-b" in checks()


def test_names_and_groups_choose_in_the_order_of_the_table() -> None:
    assert [check.name for check in chosen(["mmck", "erlang-b"])] == ["erlang-b", "mmck"]
    assert chosen(["theory", "mmck"]) == [c for c in checks().values() if c.group == "theory"]


def test_a_misspelt_name_is_told_the_right_one() -> None:
    with pytest.raises(UnknownCheckError, match='no check or group "erlangb"; did you mean "erla'):
        chosen(["erlangb"])


def test_a_group_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="odd: group 'magic' is none of theory, physics"):
        check("odd", holds, "magic")


def test_two_checks_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = (*registry.MODULES, *registry.MODULES)
    monkeypatch.setattr(registry, "MODULES", twice)
    checks.cache_clear()
    with pytest.raises(ValueError, match="have one name: reference-values, erlang-b"):
        checks()
    checks.cache_clear()
