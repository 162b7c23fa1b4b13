import { useSnapshot } from "../live/use_twin.ts";
import { Input, Select } from "../ui/field.tsx";
import { countOf, type Draft, unitField, UNITS, type Wrong } from "./draft.ts";
import type { FieldSpec, Kind } from "./kinds.ts";
import { MomentField } from "./moment_field.tsx";
import { StationField } from "./station_field.tsx";
import css from "./twin_panel.module.css";
import { WhereField } from "./where_field.tsx";

interface FieldsProps {
  readonly kind: Kind;
  readonly draft: Draft;
  readonly wrong: Wrong;
  readonly change: (change: Partial<Draft>) => void;
}

interface FieldProps extends FieldsProps {
  readonly spec: FieldSpec;
}

/** The fields of an intervention, as its kind has them; when it begins and ends comes last. */
export function InterventionFields(props: FieldsProps) {
  const specs = [...props.kind.fields.values()];
  const isTime = ({ name }: FieldSpec) => name === "at" || name === "for";
  return [...specs.filter((one) => !isTime(one)), ...specs.filter(isTime)].map((spec) => (
    <Field key={spec.name} {...props} spec={spec} />
  ));
}

/** What a field is filled in by; nothing where another one does it, too. */
function Field(props: FieldProps) {
  switch (props.spec.name) {
    case "station":
    case "from":
    case "to":
      return <OneStation {...props} />;
    case "charger":
    case "bay":
      return <Items {...props} />;
    case "stations":
      return <Places {...props} />;
    case "limit_kw":
      return <Limit {...props} />;
    case "at":
      return <Begin {...props} />;
    case "for":
    case "travel":
      return <Long {...props} />;
    default:
      return isElsewhere(props) ? null : <PlainField {...props} />;
  }
}

/** Regions stand where stations do, and a part of a limit where the limit does. */
function isElsewhere({ spec, kind }: FieldProps): boolean {
  return spec.name === "regions" || (spec.name === "factor" && kind.fields.has("limit_kw"));
}

const LABELS: Readonly<Record<string, string>> = {
  station: "Station",
  from: "From station",
  to: "To station",
  charger: "Chargers",
  bay: "Bays",
  for: "For how long",
  travel: "Time on its way",
  factor: "Vehicles by the factor",
  batteries: "Batteries at most",
  battery_type: "Battery type, if there are several",
};

function labelOf(name: string): string {
  return LABELS[name] ?? name.replaceAll("_", " ");
}

function textOf({ draft, spec, change }: FieldProps) {
  return {
    value: draft.texts[spec.name] ?? "",
    set: (value: string) => change({ texts: { ...draft.texts, [spec.name]: value } }),
  };
}

function OneStation(props: FieldProps) {
  const { value, set } = textOf(props);
  const { name } = props.spec;
  return (
    <StationField
      label={labelOf(name)}
      value={value}
      wrong={props.wrong.get(name) ?? null}
      onChange={set}
    />
  );
}

/** Chargers or bays: all, or by their numbers. */
function Items(props: FieldProps) {
  const { scene } = useSnapshot();
  const { set } = textOf(props);
  const { draft, spec } = props;
  const station = draft.texts.station ?? "";
  return (
    <Input
      label={labelOf(spec.name)}
      value={draft.texts[spec.name] ?? "all"}
      hint={numbersHint(scene === null ? null : countOf(scene, station, spec.name))}
      wrong={props.wrong.get(spec.name) ?? null}
      onChange={(event) => set(event.target.value)}
    />
  );
}

function numbersHint(many: number | null): string {
  if (many === null) return 'Numbers from 0, such as "0, 2", or "all"';
  return many === 0 ? "The station has none" : `Of 0 to ${many - 1}, such as "0", or "all"`;
}

function Places({ draft, wrong, change }: FieldProps) {
  return (
    <WhereField
      where={draft.where}
      stations={draft.stations}
      wrong={wrong.get("stations") ?? null}
      onChange={change}
    />
  );
}

const LIMITS = [
  { value: "factor", label: "to a part of the week's" },
  { value: "limit_kw", label: "to so many kW" },
  { value: "unlimited", label: "no more: end of a lower one" },
] as const;

function Limit(props: FieldProps) {
  const { draft, kind, wrong, change } = props;
  const by = draft.limitBy;
  const spec = kind.fields.get(by);
  return (
    <>
      <Select
        label="The limit is lowered"
        choices={LIMITS}
        value={by}
        onPick={(value) => change({ limitBy: value as Draft["limitBy"] })}
      />
      {spec === undefined ? null : (
        <Input
          label={by === "factor" ? "Part of it, 0 to 1" : "Limit of each station [kW]"}
          inputMode="decimal"
          value={draft.texts[by] ?? ""}
          wrong={wrong.get(by) ?? null}
          onChange={(event) => change({ texts: { ...draft.texts, [by]: event.target.value } })}
        />
      )}
    </>
  );
}

function Begin({ draft, wrong, change }: FieldProps) {
  return (
    <MomentField
      label="Begins"
      at={draft.at}
      hint="One that is over is simulated again from there"
      wrong={wrong.get("at") ?? null}
      onPick={(at) => change({ at })}
    />
  );
}

const UNIT_WORDS = { min: "minutes", h: "hours", d: "days" } as const;
const UNIT_CHOICES = (Object.keys(UNITS) as (keyof typeof UNITS)[]).map((value) => ({
  value,
  label: UNIT_WORDS[value],
}));

/** How long it lasts. */
function Long(props: FieldProps) {
  const { value, set } = textOf(props);
  const { draft, spec, wrong, change } = props;
  const unit = unitField(spec.name);
  return (
    <div className={css.long}>
      <Input
        label={labelOf(spec.name)}
        inputMode="decimal"
        value={value}
        placeholder={spec.isRequired ? "" : "until ended"}
        wrong={wrong.get(spec.name) ?? null}
        onChange={(event) => set(event.target.value)}
      />
      <Select
        label={`${labelOf(spec.name)}: unit`}
        labelUnseen
        choices={UNIT_CHOICES}
        value={draft.texts[unit] ?? "h"}
        onPick={(chosen) => change({ texts: { ...draft.texts, [unit]: chosen } })}
      />
    </div>
  );
}

/** Any other field: a number or a text, with what the server says of it. */
function PlainField(props: FieldProps) {
  const { value, set } = textOf(props);
  const { spec, wrong } = props;
  return (
    <Input
      label={labelOf(spec.name)}
      value={value}
      hint={spec.description}
      wrong={wrong.get(spec.name) ?? null}
      onChange={(event) => set(event.target.value)}
    />
  );
}
