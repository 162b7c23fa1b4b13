/** What measures are called, as in sentences, tables and figures of reports. */

const LABELS: Readonly<Record<string, string>> = {
  lost_share: "lost share",
  served_share: "served share",
  within_target_share: "share within target",
  wait_mean_s: "mean wait",
  wait_p50_s: "median wait",
  wait_p95_s: "95 % wait",
  wait_p99_s: "99 % wait",
  bay_utilisation: "bays in use",
  charger_utilisation: "chargers charging",
  charger_cooling_share: "chargers cooling",
  charger_suspended_share: "chargers without power",
  grid_kwh: "energy drawn",
  delivered_kwh: "energy delivered",
  peak_kw: "peak power",
};
const SUFFIX = /_(s|kwh|kw|h)$/;

/** Return what a measure is called: `lost share`, `95 % wait`. Of others, the name says it. */
export function labelOf(measure: string): string {
  return LABELS[measure] ?? measure.replace(SUFFIX, "").replaceAll("_", " ");
}

/** Return it as it begins a line: `Lost share`. */
export function titleOf(measure: string): string {
  const label = labelOf(measure);
  return label.charAt(0).toUpperCase() + label.slice(1);
}
