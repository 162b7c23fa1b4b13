import { useMemo } from "react";

import { CITY_FIELDS } from "../city/city_fields.ts";
import { useTwin } from "../live/use_twin.ts";
import { useChanges } from "../live/changes.ts";
import { useAddressState } from "../url/address.ts";
import { LeversPanel } from "./levers_panel.tsx";
import type { Subject } from "./subject.ts";

/** The levers of the twin that is shown. */
export function TwinLevers() {
  const { id } = useTwin();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const subject = useMemo<Subject>(() => ({ kind: "twin", id }), [id]);
  return <LeversPanel subject={subject} station={station} changed={useChanges()} />;
}
