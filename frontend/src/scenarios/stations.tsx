import { api, type Schemas, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { Busy } from "../ui/busy.tsx";
import { DataTable, type TableColumn } from "../ui/data_table.tsx";
import { NONE } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { optionalText } from "../url/fields.ts";

type Station = Schemas["StationInfo"];

const FIELDS = { order: optionalText() };

/** The stations of a scenario, and where they are. */
export function Stations({ id }: { readonly id: string }) {
  const [{ order }, change] = useAddressState(FIELDS);
  const asked = useAsked(`stations ${id}`, (signal) => {
    const params = { path: { scenario_id: id } };
    return told(api.GET("/api/scenarios/{scenario_id}/stations", { params, signal }));
  });
  if (asked.error !== null) {
    const what = "The stations could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (asked.value === null) return <Busy what="Loading the stations" />;
  const [by, way] = order?.split(" ") ?? [];
  return (
    <div className={view.table}>
      <DataTable
        label="Stations"
        columns={COLUMNS}
        rows={asked.value}
        keyOf={(one) => one.id}
        order={by === undefined ? null : { by, down: way === "down" }}
        onOrder={(chosen) => change({ order: `${chosen.by} ${chosen.down ? "down" : "up"}` })}
      />
    </div>
  );
}

const COLUMNS: readonly TableColumn<Station>[] = [
  { key: "id", title: "Id", cell: (one) => one.id, order: (one) => one.id },
  { key: "name", title: "Name", cell: (one) => one.name, order: (one) => one.name },
  { key: "region", title: "Region", cell: (one) => one.region || NONE, order: (one) => one.region },
  {
    key: "lon",
    title: "Longitude",
    unit: "° east",
    isNumber: true,
    cell: (one) => one.lon?.toFixed(5) ?? NONE,
    order: (one) => one.lon,
  },
  {
    key: "lat",
    title: "Latitude",
    unit: "° north",
    isNumber: true,
    cell: (one) => one.lat?.toFixed(5) ?? NONE,
    order: (one) => one.lat,
  },
];
