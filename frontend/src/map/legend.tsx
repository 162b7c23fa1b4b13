import { CITY_FIELDS } from "../city/city_fields.ts";
import { useMap } from "../city/shown_map.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import { useAddressState } from "../url/address.ts";
import css from "./legend.module.css";
import { marksOf, scaleOf, STATE_LABEL } from "./legend_words.ts";
import { MEASURE, MEASURES, type MeasureName } from "./measures.ts";
import { css as rgb, STATES } from "./palette.ts";
import { SavePicture } from "./save_picture.tsx";
import { LAYER_LABEL, type LayerName, LAYERS } from "./shown.ts";
import { Sign } from "./sign.tsx";
import { signOfMark, signOfState } from "./signs.ts";
import { usePalette } from "./use_palette.ts";

const OF_VEHICLES = new Set<LayerName>(["vehicles", "trails", "parked"]);

/** What is on the map: which measure, which layers, and what the colours mean. */
export function Legend() {
  const [{ measure, layers }, change] = useAddressState(CITY_FIELDS);
  const map = useMap();
  const vehicles = useVehicles();
  const known = LAYERS.filter((name) => vehicles > 0 || !OF_VEHICLES.has(name));
  return (
    <div className={css.legend}>
      <Select
        label="Stations show"
        value={measure}
        choices={MEASURES.map((value) => ({ value, label: MEASURE[value].label }))}
        onPick={(value) => change({ measure: value as MeasureName })}
      />
      <Ramp measure={measure} />
      <Vehicles vehicles={vehicles} />
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
      <div className={css.buttons}>
        <Button onClick={() => map?.fit()}>Whole city</Button>
        <Button onClick={() => map?.tilt(map.camera.pitch < 1 ? 42 : 0)}>Tilt</Button>
        <SavePicture />
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
  const { colours, low, high, meaning, reading } = scaleOf(measure, map?.high ?? null, palette);
  return (
    <div className={css.ramp}>
      <div
        className={css.colours}
        style={{ background: `linear-gradient(to right, ${colours.map(rgb).join(", ")})` }}
      />
      <div className={css.ends}>
        <span>{low}</span>
        <span>{high}</span>
      </div>
      <p className={css.reading}>{reading}</p>
      <p className={css.note}>{meaning}</p>
      <ul className={css.marks}>
        {marksOf(measure).map(([mark, text]) => (
          <li key={mark}>
            <Sign pieces={signOfMark(mark, palette)} /> {text}
          </li>
        ))}
      </ul>
    </div>
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
    <div className={css.ramp}>
      <h3>{counted(vehicles, "vehicle")}</h3>
      <ul className={css.marks}>
        {STATES.map((state) => (
          <li key={state}>
            <Sign pieces={signOfState(state, palette)} /> {STATE_LABEL[state]}
          </li>
        ))}
      </ul>
    </div>
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
