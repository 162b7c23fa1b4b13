/** Which of the network's KPIs are shown of a city, in their order. */

import { word, type Word } from "../ui/words.ts";

export const NETWORK: readonly Word[] = [
  "swaps",
  "lost",
  "lost_share",
  "within_target_share",
  "wait_mean_s",
  "wait_p95_s",
  "charger_utilisation",
  "grid_kwh",
  "peak_kw",
].map(word);
