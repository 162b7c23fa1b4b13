/** The plan of a sweep as its form holds it, and as the server takes it. */

import type { Lever } from "../levers/positions.ts";

export const DESIGNS = ["grid", "latin_hypercube", "sobol"] as const;
export type Design = (typeof DESIGNS)[number];

/** A lever that is varied: at how many levels, from where to where; choices at those that are chosen. */
export interface Factor {
  readonly lever: Lever;
  readonly from: number;
  readonly to: number;
  readonly levels: number;
  readonly choices: readonly string[];
}

export interface Plan {
  readonly name: string;
  readonly scenario: string;
  readonly factors: readonly Factor[];
  readonly design: Design;
  /** Of designs that spread points. */
  readonly variants: number;
  readonly replications: number;
  /** Where runs end, "1d"; empty for the end of the scenario. */
  readonly until: string;
}

const LEVELS = 3;
const DIGITS = 10;

/** Return a lever as a factor of a new sweep: over the middle of where it can go, what is there now
 * among its levels where that is a level. */
export function factorOf(lever: Lever): Factor {
  const { low, high, step, neutral, choices } = lever;
  const [least, most] = [low ?? 0, high ?? 0];
  const near = typeof neutral === "number" ? neutral : least;
  const reach = lever.kind === "add" ? 2 * (step ?? 1) : 0.2 * Math.max(1, Math.abs(near));
  const from = lever.kind === "factor" ? Math.max(least, near - reach) : Math.max(least, near);
  const to = Math.min(most, lever.kind === "set" ? near + (most - least) / 4 : near + reach);
  const round = (value: number) => onStep(value, least, step ?? 1);
  return { lever, from: round(from), to: round(to), levels: LEVELS, choices: choices ?? [] };
}

/** Return the levels of a factor: evenly from end to end, each where the lever can stand. */
export function levelsOf({
  lever,
  from,
  to,
  levels,
  choices,
}: Factor): readonly (number | string)[] {
  if (lever.kind === "choice") return choices;
  const many = Math.max(1, Math.round(levels));
  const values = Array.from({ length: many }, (_, i) => {
    const part = many === 1 ? 0 : i / (many - 1);
    return onStep(from + part * (to - from), lever.low ?? 0, lever.step ?? 1);
  });
  return [...new Set(values)];
}

/** Return how many variants a plan has; of spread points at most as many. */
export function variantsOf({ design, variants, factors }: Plan): number {
  if (design !== "grid") return variants;
  return factors.reduce((many, factor) => many * levelsOf(factor).length, 1);
}

/** Return what a plan is not complete without, or null where nothing is missing. */
export function missingOf(plan: Plan): string | null {
  if (plan.factors.length === 0) return "Choose what is varied.";
  const empty = plan.factors.find((factor) => levelsOf(factor).length === 0);
  if (empty !== undefined) return `${empty.lever.label}: choose at least one level.`;
  const { design, variants, replications } = plan;
  if (!(replications >= 1)) return "At least one replication of each variant.";
  if (design === "sobol" && !Number.isInteger(Math.log2(variants))) {
    return "Sobol points come in powers of two: 8, 16, 32, ...";
  }
  return variantsOf(plan) >= 1 ? null : "At least one variant.";
}

/** Return the body of `POST /api/sweeps`. */
export function bodyOf(plan: Plan) {
  const { design, variants, until } = plan;
  return {
    scenario_id: plan.scenario,
    name: plan.name,
    factors: Object.fromEntries(plan.factors.map((one) => [one.lever.id, specOf(one, design)])),
    design: design === "grid" ? { kind: "grid" } : { kind: design, variants },
    replications: plan.replications,
    ...(until === "" ? {} : { until }),
  };
}

const VERBS = { add: "add", factor: "multiply", set: "set", choice: "set" } as const;

function specOf(factor: Factor, design: Design): Record<string, unknown> {
  const { lever, from, to } = factor;
  const isSpread = design !== "grid" && lever.kind !== "choice" && to > from;
  const range = lever.step === 1 ? { from, to, whole: true } : { from, to };
  return { path: lever.path, [VERBS[lever.kind]]: isSpread ? range : levelsOf(factor) };
}

function onStep(value: number, low: number, step: number): number {
  return Number((low + Math.round((value - low) / step) * step).toPrecision(DIGITS));
}
