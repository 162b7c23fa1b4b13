import type { Schemas } from "../api/client.ts";
import { titleOf } from "../ui/labels.ts";
import { Measured } from "../ui/measured.tsx";
import { Shown } from "../ui/numbers.ts";
import css from "./run_tiles.module.css";

type Kpi = Schemas["Kpi"];

const SHOWN = ["lost_share", "wait_mean_s", "wait_p95_s", "swaps", "peak_kw", "margin"];
const UNDEFINED = "undefined in all replications";

/** The KPIs that are asked for first, large, each with its interval. */
export function RunTiles({ measures }: { readonly measures: readonly Kpi[] }) {
  const shown = SHOWN.map((name) => measures.find((one) => one.name === name));
  return (
    <ul className={css.tiles}>
      {shown.map((kpi) => (kpi === undefined ? null : <Tile key={kpi.name} kpi={kpi} />))}
    </ul>
  );
}

function Tile({ kpi }: { readonly kpi: Kpi }) {
  const shown = Shown.of(kpi.unit, [kpi.mean], { halfWidth: kpi.half_width });
  return (
    <li className={css.tile} title={kpi.meaning}>
      <span className={css.name}>{titleOf(kpi.name)}</span>
      <span className={css.value}>
        <Measured
          measure={kpi.name}
          of="mean"
          value={kpi.mean}
          text={shown.number(kpi.mean)}
          unit={shown.unit}
          missing={UNDEFINED}
        />
        <span className={css.unit}> {kpi.mean === null ? "" : shown.unit}</span>
      </span>
      <span className={css.interval}>{certaintyOf(kpi, shown)}</span>
    </li>
  );
}

function certaintyOf(kpi: Kpi, shown: Shown): string {
  if (kpi.mean === null) return UNDEFINED;
  if (kpi.low === null) return "one replication: no interval";
  return `95 %: ${shown.interval(kpi.low, kpi.high)}`;
}
