import { Select } from "../ui/field.tsx";
import { readWhere, writeWhere } from "./state.ts";

interface WhereChoiceProps {
  readonly where: string;
  readonly regions: readonly string[];
  /** The station that is selected on the map, if any. */
  readonly station: string | null;
  readonly onPick: (where: string) => void;
}

/** For which stations the levers are. */
export function WhereChoice({ where, regions, station, onPick }: WhereChoiceProps) {
  const now = readWhere(where);
  const stations = new Set(now.kind === "station" ? [now.name] : []);
  if (station !== null) stations.add(station);
  const choices = [
    { value: "all", label: "all stations" },
    ...[...stations].map((name) => ({
      value: writeWhere({ kind: "station", name }),
      label: `station ${name}`,
    })),
    ...regions.map((name) => ({
      value: writeWhere({ kind: "region", name }),
      label: `region ${name}`,
    })),
  ];
  return <Select label="Levers for" choices={choices} value={writeWhere(now)} onPick={onPick} />;
}
