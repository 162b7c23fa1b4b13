/** Which of the network's KPIs are shown, in their order, with their units. */

export interface ShownKpi {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
}

export const NETWORK: readonly ShownKpi[] = [
  { name: "swaps", unit: "", meaning: "vehicles that got a battery" },
  { name: "lost", unit: "", meaning: "vehicles that left without a swap" },
  { name: "lost_share", unit: "1", meaning: "lost / arrivals" },
  { name: "within_target_share", unit: "1", meaning: "of arrivals: served within the target wait" },
  { name: "wait_mean_s", unit: "s", meaning: "from arrival to the begin of the swap" },
  { name: "wait_p95_s", unit: "s", meaning: "95 of 100 who were served waited less" },
  { name: "charger_utilisation", unit: "1", meaning: "of the chargers' time, charging" },
  { name: "grid_kwh", unit: "kWh", meaning: "drawn from the grid" },
  { name: "peak_kw", unit: "kW", meaning: "most power drawn at once by one station" },
];
