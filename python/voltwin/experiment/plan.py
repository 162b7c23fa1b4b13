"""The plan of an experiment: what is run, and what is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from voltwin.experiment.variant import Variant
from voltwin.scenario.scenario import Scenario

Kind = Literal["replications", "comparison", "sweep", "sizing"]


@dataclass(frozen=True)
class Plan:
    """What is run.

    Attributes:
        kind: what is asked.
        name: for people.
        base: the scenario that variants are children of, known to be valid.
        variants: those known from the beginning; a sizing adds others.
        seed: of all draws, the same for all variants: common random numbers.
        replications: of each variant; where their number follows from the results, the most.
        until_s: where runs end [s].
        measures: the KPIs, columns of the table `total`, that tables and figures are about.
        kept: KPI tables of which the measures are kept besides `total`.
        asked: what else the kind needs to know, as plain values; `least` is the number of
            replications that are run whatever they give, where their number follows from them,
            `more_runs` how many runs of variants that follow from results there are, at most.
    """

    kind: Kind
    name: str
    base: Scenario
    variants: tuple[Variant, ...]
    seed: int
    replications: int
    until_s: float
    measures: tuple[str, ...]
    kept: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def least(self) -> int:
        """Replications of each variant that are run whatever they give."""
        return int(self.asked.get("least") or self.replications)

    @property
    def is_open(self) -> bool:
        """Whether the number of runs follows from what they give; `runs` is the most then."""
        return self.more_runs > 0 or self.least < self.replications

    @property
    def runs(self) -> int:
        """How many runs there are, at most."""
        return len(self.variants) * self.replications + self.more_runs

    @property
    def more_runs(self) -> int:
        """How many of them are of variants that are not known yet, at most."""
        return int(self.asked.get("more_runs") or 0)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, the scenario in full."""
        return {
            "kind": self.kind,
            "name": self.name,
            "seed": self.seed,
            "replications": self.replications,
            "until_s": self.until_s,
            "measures": list(self.measures),
            "kept": list(self.kept),
            "asked": dict(self.asked),
            "variants": [variant.as_dict() for variant in self.variants],
            "scenario": self.base.model_dump(mode="json", by_alias=True),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Plan":
        """Return the plan that `as_dict` has made plain.

        Raises:
            ScenarioError: its scenario is not valid.
            KeyError: something is missing.
        """
        from voltwin.scenario.files import scenario_of

        return cls(
            kind=plain["kind"],
            name=plain["name"],
            base=scenario_of(plain["scenario"]),
            variants=tuple(Variant.from_dict(variant) for variant in plain["variants"]),
            seed=plain["seed"],
            replications=plain["replications"],
            until_s=plain["until_s"],
            measures=tuple(plain["measures"]),
            kept=tuple(plain["kept"]),
            asked=plain["asked"],
        )
