import { memo, type SubmitEvent, useEffect, useId, useRef, useState } from "react";

import { fieldIsFound, useAskedFor } from "../city/asked_for.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import type { Scene } from "../live/scene.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/field.tsx";
import { useAddressState } from "../url/address.ts";
import css from "./find_station.module.css";
import { stationNamed } from "./station_named.ts";

const MOST_OFFERED = 2000; // names; others are found as well

/** Any station by its name: as a press on the map, without a pointer. */
export function FindStation({ scene }: { readonly scene: Scene }) {
  const map = useMap();
  const [, change] = useAddressState(CITY_FIELDS);
  const [text, setText] = useState("");
  const [isUnknown, setUnknown] = useState(false);
  const form = useFormAskedFor();
  const names = useId();
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const row = stationNamed(text, scene);
    setUnknown(row === null);
    if (row === null) return;
    change({ station: scene.stations.id[row] ?? null });
    map?.flyTo(row);
  };
  return (
    <form ref={form} className={css.find} role="search" onSubmit={find}>
      <Input
        label="Find a station"
        list={names}
        value={text}
        autoComplete="off"
        wrong={isUnknown ? "No station, or several, have this name." : null}
        onChange={(event) => {
          setText(event.target.value);
          setUnknown(false);
        }}
      />
      <Names id={names} stations={scene.stations} />
      <Button type="submit" disabled={text.trim() === ""}>
        Show
      </Button>
    </form>
  );
}

/** The form, whose field has the focus when a key asks for it. */
function useFormAskedFor() {
  const form = useRef<HTMLFormElement>(null);
  const isAskedFor = useAskedFor(({ isFinding }) => isFinding);
  useEffect(() => {
    if (!isAskedFor) return;
    form.current?.querySelector("input")?.focus();
    fieldIsFound();
  }, [isAskedFor]);
  return form;
}

interface NamesProps {
  readonly id: string;
  readonly stations: Scene["stations"];
}

const Names = memo(function Names({ id, stations }: NamesProps) {
  return (
    <datalist id={id}>
      {stations.id.slice(0, MOST_OFFERED).map((station, row) => (
        <option key={station} value={stations.name[row] ?? station} />
      ))}
    </datalist>
  );
});
