/** The views of the page, each loaded when it is first shown. */

import { type ComponentType, lazy, type LazyExoticComponent } from "react";

import type { View } from "../url/routes.ts";
import type { ViewProps } from "./view_props.ts";

export const TITLES: Readonly<Record<View, string>> = {
  city: "City",
  twins: "Twins",
  compare: "Compare",
  sweeps: "Sweeps",
  runs: "Runs",
  scenarios: "Scenarios",
};

/** Pressed after `g`, to go there. */
export const LETTERS: Readonly<Record<View, string>> = {
  city: "m",
  twins: "t",
  compare: "c",
  sweeps: "w",
  runs: "r",
  scenarios: "s",
};

type LazyView = LazyExoticComponent<ComponentType<ViewProps>>;

/** Views that are not here yet have no link in the bar. */
export const LAZY_VIEWS: Readonly<Partial<Record<View, LazyView>>> = {
  city: lazy(() => import("../city/city_view.tsx")),
  twins: lazy(() => import("../twins/twins_view.tsx")),
  compare: lazy(() => import("../compare/compare_view.tsx")),
  sweeps: lazy(() => import("../sweeps/sweeps_view.tsx")),
  runs: lazy(() => import("../runs/runs_view.tsx")),
  scenarios: lazy(() => import("../scenarios/scenarios_view.tsx")),
};
