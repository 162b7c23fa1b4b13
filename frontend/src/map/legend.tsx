import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { count, counted } from "../ui/numbers.ts";
import { useAddressState } from "../url/address.ts";
import css from "./legend.module.css";
import { MEASURE, MEASURES, type MeasureName } from "./measures.ts";
import { css as rgb, type Palette, STATES, type VehicleState } from "./palette.ts";
import { LAYER_LABEL, type LayerName, LAYERS } from "./shown.ts";
import { usePalette } from "./use_palette.ts";

const OF_VEHICLES = new Set<LayerName>(["vehicles", "trails", "parked"]);

const STATE_LABEL: Readonly<Record<VehicleState, string>> = {
  driving: "driving",
  seeking: "driving to a station",
  waiting: "waiting at a station",
  served: "swapping",
  lost: "left without a swap, or stranded",
  parked: "parked",
};

/** What is on the map: which measure, which layers, and what the colours mean. */
export function Legend() {
  const [{ measure, layers }, change] = useAddressState(CITY_FIELDS);
  const map = useMap();
  const vehicles = useVehicles();
  const known = LAYERS.filter((name) => vehicles > 0 || !OF_VEHICLES.has(name));
  return (
    <div className={css.legend}>
      <h2>Map</h2>
      <Select
        label="Stations show"
        value={measure}
        choices={MEASURES.map((value) => ({ value, label: MEASURE[value].label }))}
        onPick={(value) => change({ measure: value as MeasureName })}
      />
      <Ramp measure={measure} />
      <fieldset className={css.layers}>
        <legend>Layers</legend>
        {known.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={layers.includes(name)}
              onChange={({ target }) =>
                change({ layers: LAYERS.filter((one) => has(layers, one, name, target.checked)) })
              }
            />
            {LAYER_LABEL[name]}
          </label>
        ))}
      </fieldset>
      <Vehicles vehicles={vehicles} />
      <div className={css.buttons}>
        <Button onClick={() => map?.fit()}>Whole city</Button>
        <Button onClick={() => map?.tilt(map.camera.pitch < 1 ? 42 : 0)}>Tilt</Button>
      </div>
      <Notes hasVehicles={vehicles > 0} invented={map?.invented ?? 0} />
    </div>
  );
}

function has(layers: readonly string[], one: string, name: string, isOn: boolean): boolean {
  return one === name ? isOn : layers.includes(one);
}

/** The scale of the measure, with its unit. */
function Ramp({ measure }: { readonly measure: MeasureName }) {
  useSnapshot(); // the scale follows what comes
  const palette = usePalette();
  const map = useMap();
  const { unit, meaning, isScarce } = MEASURE[measure];
  const ramp = isScarce ? [...palette.ramp].reverse() : palette.ramp;
  return (
    <div className={css.ramp}>
      <div
        className={css.colours}
        style={{ background: `linear-gradient(to right, ${ramp.map(rgb).join(", ")})` }}
      />
      <div className={css.ends}>
        <span>0</span>
        <span>
          {count(map?.high ?? 0)} {unit} or more
        </span>
      </div>
      <p className={css.note}>
        {unit.charAt(0).toUpperCase() + unit.slice(1)} {meaning}. The {isScarce ? "fewer" : "more"},
        the higher and the redder.
      </p>
      <ul className={css.marks}>
        <li>
          <Mark palette={palette} kind="empty" /> no battery ready
        </li>
        <li>
          <Mark palette={palette} kind="closed" /> closed
        </li>
      </ul>
    </div>
  );
}

function Mark({ palette, kind }: { readonly palette: Palette; readonly kind: "empty" | "closed" }) {
  const edge = rgb(palette.edge);
  const fill = kind === "closed" ? "none" : rgb(palette.ramp.at(-1) ?? palette.hot);
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {kind === "closed" ? (
        <circle cx="8" cy="8" r="5.5" fill="none" stroke={rgb(palette.closed)} strokeWidth="3" />
      ) : (
        <>
          <circle cx="8" cy="8" r="7" fill={fill} />
          <circle cx="8" cy="8" r="2.7" fill={edge} />
        </>
      )}
    </svg>
  );
}

function useVehicles(): number {
  const { scene } = useSnapshot();
  return (scene?.vehicles ?? []).reduce((sum, of) => sum + of.count, 0);
}

function Vehicles({ vehicles }: { readonly vehicles: number }) {
  const palette = usePalette();
  if (vehicles === 0) {
    return <p className={css.note}>This scenario has arrivals at stations and no vehicles.</p>;
  }
  return (
    <>
      <h3>{count(vehicles)} vehicles</h3>
      <ul className={css.marks}>
        {STATES.map((state) => (
          <li key={state}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <circle
                cx="8"
                cy="8"
                r={state === "parked" ? 3 : 4.5}
                fill={rgb(palette.vehicles[state])}
              />
            </svg>
            {STATE_LABEL[state]}
          </li>
        ))}
      </ul>
    </>
  );
}

interface NotesProps {
  readonly hasVehicles: boolean;
  readonly invented: number;
}

/** What one could take for something else on this map. */
function Notes({ hasVehicles, invented }: NotesProps) {
  return (
    <>
      {hasVehicles ? (
        <p className={css.note}>
          Vehicles drive straight on the map, as the model knows how long a drive takes and not
          where it leads along. At one place they are shown a little apart.
        </p>
      ) : null}
      {invented > 0 ? (
        <p className={css.note}>
          {counted(invented, "place")} without a position in the scenario: shown on a grid.
        </p>
      ) : null}
    </>
  );
}
