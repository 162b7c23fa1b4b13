/** The panels of a twin beside its map, loaded when they are first wanted. */

import { lazy, Suspense } from "react";

import { Busy } from "../ui/busy.tsx";

const TwinPanel = lazy(() => import("./twin_panel.tsx"));
const ForecastPanel = lazy(() => import("../forecast/forecast_panel.tsx"));

export function TwinTab() {
  return (
    <Suspense fallback={<Busy what="Opening the twin" />}>
      <TwinPanel />
    </Suspense>
  );
}

export function ForecastTab() {
  return (
    <Suspense fallback={<Busy what="Opening forecasts" />}>
      <ForecastPanel />
    </Suspense>
  );
}
