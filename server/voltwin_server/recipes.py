"""What the numbers of an experiment follow from, as a digest: equal recipes, equal results."""

import hashlib
import json

from voltwin.experiment.fingerprint import fingerprint
from voltwin.experiment.plan import Plan
from voltwin.store.interface import Store
from voltwin.store.recipe_digest import recipe_digest
from voltwin.store.records import RunRecord, Status

_BYTES = 16


def recipe_of(plan: Plan, digest: str) -> str:
    """Return what tells an experiment from all that would give other results.

    Args:
        plan: what is run.
        digest: of its scenario, see `ScenarioRecord`.
    """
    parts = {
        "base": digest,
        "engine": fingerprint(),
        "kind": plan.kind,
        "name": plan.name,
        "variants": [variant.as_dict() for variant in plan.variants],
        "seed": plan.seed,
        "replications": plan.replications,
        "until_s": plan.until_s,
        "measures": plan.measures,
        "kept": plan.kept,
        "asked": dict(plan.asked),
    }
    text = json.dumps(parts, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_BYTES).hexdigest()


def computed(store: Store, plan: Plan, digest: str) -> RunRecord | None:
    """Return a run of the store that has all that a plan of replications of a scenario of that
    digest asks for, if there is one, whoever had it computed."""
    recipe = recipe_digest(digest, seed=plan.seed, until_s=plan.until_s, fingerprint=fingerprint())
    for run in store.runs(recipe=recipe, status=Status.COMPLETED):
        if run.replications == plan.replications and _has_all(run, plan):
            return run
    return None


def _has_all(run: RunRecord, plan: Plan) -> bool:
    """Return whether a run keeps all that is asked for: one that stands alone does."""
    kept, measures = run.about.get("kept"), run.about.get("measures")
    return kept is None or (
        set(plan.kept) <= set(kept) and set(plan.measures) <= set(measures or ())
    )
