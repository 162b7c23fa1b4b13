import { useState } from "react";

import { useSnapshot } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { isWhole, stationIn, type Where } from "./draft.ts";
import { nameOf } from "./made.ts";
import { StationField } from "./station_field.tsx";
import css from "./twin_panel.module.css";

interface WhereFieldProps {
  readonly where: Where;
  readonly stations: readonly string[];
  readonly wrong: string | null;
  readonly onChange: (change: { where?: Where; stations?: readonly string[] }) => void;
}

/** For which stations something is: all, those of a region, or some. */
export function WhereField({ where, stations, wrong, onChange }: WhereFieldProps) {
  const { scene } = useSnapshot();
  const regions = new Set((scene?.stations.region ?? []).filter((region) => region !== null));
  const choices = [
    { value: "all", label: "all stations" },
    { value: "listed", label: "some stations" },
    ...[...regions].sort().map((name) => ({ value: `region:${name}`, label: `region ${name}` })),
  ];
  return (
    <>
      <Select
        label="Where"
        choices={choices}
        value={where}
        onPick={(value) => onChange({ where: value as Where })}
      />
      {where === "listed" ? (
        <Listed
          stations={stations}
          wrong={wrong}
          onChange={(changed) => onChange({ stations: changed })}
        />
      ) : null}
    </>
  );
}

interface ListedProps {
  readonly stations: readonly string[];
  readonly wrong: string | null;
  readonly onChange: (stations: readonly string[]) => void;
}

function Listed({ stations, wrong, onChange }: ListedProps) {
  const { scene } = useSnapshot();
  const [text, setText] = useState("");
  if (scene === null) return null;
  const add = (value: string) => {
    const id = stationIn(scene, value);
    if (id === null) return;
    if (!stations.includes(id)) onChange([...stations, id]);
    setText("");
  };
  const written = (value: string) => {
    setText(value);
    if (isWhole(scene, value)) add(value);
  };
  return (
    <>
      {stations.length === 0 ? null : (
        <ul className={css.listed} aria-label="Stations chosen">
          {stations.map((id) => (
            <Chosen
              key={id}
              name={nameOf(id, scene)}
              onDrop={() => onChange(stations.filter((one) => one !== id))}
            />
          ))}
        </ul>
      )}
      <StationField
        label="Add a station"
        value={text}
        wrong={wrong}
        onChange={written}
        onDone={() => add(text)}
      />
    </>
  );
}

function Chosen({ name, onDrop }: { readonly name: string; readonly onDrop: () => void }) {
  return (
    <li>
      {name}
      <Button look="tool" aria-label={`Without ${name}`} onClick={onDrop}>
        ✕
      </Button>
    </li>
  );
}
