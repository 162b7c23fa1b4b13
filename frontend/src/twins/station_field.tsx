import { type KeyboardEvent, useId } from "react";

import { CITY_FIELDS } from "../city/city_fields.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/field.tsx";
import { AimIcon } from "../ui/icons.tsx";
import { useAddressState } from "../url/address.ts";
import { stationIn } from "./draft.ts";
import { nameOf } from "./made.ts";
import css from "./twin_panel.module.css";

interface StationFieldProps {
  readonly label: string;
  /** An id or a name, as it is written. */
  readonly value: string;
  readonly wrong: string | null;
  readonly onChange: (value: string) => void;
  /** What is written is all: Enter was pressed, or the field left. */
  readonly onDone?: () => void;
}

/** A station, written by name or id, or taken from the map: the one that is selected there. */
export function StationField({ label, value, wrong, onChange, onDone }: StationFieldProps) {
  const { scene } = useSnapshot();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const list = useId();
  if (scene === null) return null;
  const found = stationIn(scene, value);
  const isSelected = station !== null && station === found;
  return (
    <div className={css.station}>
      <Input
        label={label}
        list={list}
        value={value}
        autoComplete="off"
        spellCheck={false}
        wrong={wrong}
        {...(found === null ? {} : { hint: nameOf(found, scene) })}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onDone}
        onKeyDown={onEnter(found === null ? undefined : onDone)}
      />
      <Button
        className={css.pick}
        aria-label={`${label}: take the station selected on the map`}
        title={
          station === null
            ? "Click a station on the map first"
            : `Take the one selected on the map: ${nameOf(station, scene)}`
        }
        disabled={station === null || isSelected}
        onClick={() => onChange(station ?? "")}
      >
        <AimIcon />
      </Button>
      <Stations id={list} scene={scene} />
    </div>
  );
}

/** It is taken, and the form that it is in is not sent yet. */
function onEnter(done: (() => void) | undefined) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || done === undefined) return;
    event.preventDefault();
    done();
  };
}

function Stations({ id: list, scene }: { readonly id: string; readonly scene: Scene }) {
  return (
    <datalist id={list}>
      {scene.stations.id.map((id, row) => (
        <option key={id} value={id}>
          {scene.stations.name[row]}
        </option>
      ))}
    </datalist>
  );
}
