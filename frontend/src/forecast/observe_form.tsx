import { type SubmitEvent, useState } from "react";

import { api, type Schemas, told } from "../api/client.ts";
import { useWhyNot } from "../api/me.ts";
import { errorsOf, messageOf } from "../api/problem.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { stationIn } from "../twins/draft.ts";
import { MomentField } from "../twins/moment_field.tsx";
import { StationField } from "../twins/station_field.tsx";
import { Button } from "../ui/button.tsx";
import { Chip, type Tone } from "../ui/chip.tsx";
import { Input } from "../ui/field.tsx";
import { useAddressState } from "../url/address.ts";
import css from "./forecast.module.css";
import { FIRST_REPORT, type ReportDraft, reportOf, type WrongReport } from "./report.ts";

type Outcome = Schemas["ReportOutcome"];

const TONES: Readonly<Record<Outcome["became"], Tone>> = {
  booked: "good",
  repeated: "calm",
  refused: "bad",
};
const OUTCOME_WORDS: Readonly<Record<Outcome["became"], string>> = {
  booked: "The twin goes on from what was seen.",
  repeated: "A report of this id was booked before: nothing has changed.",
  refused: "",
};

/** Tells the twin what was seen at a station of the real network. */
export function ObserveForm() {
  const whyNot = useWhyNot("observe");
  const [{ station }] = useAddressState(CITY_FIELDS);
  const [written, setDraft] = useState(FIRST_REPORT);
  const draft = written.station === "" ? { ...written, station: station ?? "" } : written;
  const sending = useSending(draft);
  const change = (some: Partial<ReportDraft>) => {
    sending.forget();
    setDraft({ ...draft, ...some });
  };
  return (
    <form noValidate aria-label="Tell what is seen" onSubmit={sending.submit}>
      {whyNot === null ? null : <p className={css.note}>{whyNot}</p>}
      <fieldset className={css.fields} disabled={whyNot !== null}>
        <StationField
          label="Seen at station"
          value={draft.station}
          wrong={sending.wrong.get("station") ?? null}
          onChange={(value) => change({ station: value })}
        />
        <Counts draft={draft} wrong={sending.wrong} change={change} />
        <When draft={draft} wrong={sending.wrong} change={change} />
        <Details draft={draft} change={change} />
        <div className={css.outcome}>
          <Button look="main" type="submit" whyNot={whyNot} disabled={sending.isBusy}>
            {sending.isBusy ? "Booking" : "Tell the twin"}
          </Button>
          <Told outcome={sending.outcome} error={sending.error} />
        </div>
      </fieldset>
    </form>
  );
}

interface PartProps {
  readonly draft: ReportDraft;
  readonly change: (some: Partial<ReportDraft>) => void;
}

interface WrongPartProps extends PartProps {
  readonly wrong: WrongReport;
}

/** What was counted, beside what is simulated at this moment. */
function Counts({ draft, wrong, change }: WrongPartProps) {
  const { city } = useTwin();
  const { scene } = useSnapshot();
  const id = scene === null ? null : stationIn(scene, draft.station);
  const row = id === null ? -1 : (scene?.stations.id.indexOf(id) ?? -1);
  const { ready, charging, waiting, queue } = city.tables.stations;
  const isNow = draft.at === null && row >= 0 && city.head !== null;
  const hint = (value: number | undefined) =>
    isNow && value !== undefined ? { hint: `simulated: ${value}` } : {};
  const field = (name: "ready" | "notReady" | "queue") => ({
    inputMode: "numeric" as const,
    placeholder: "not told",
    value: draft[name],
    wrong: wrong.get(name) ?? null,
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  const notReady = (charging[row] ?? 0) + (waiting[row] ?? 0);
  return (
    <>
      <div className={css.pair}>
        <Input label="Batteries ready" {...hint(ready[row])} {...field("ready")} />
        <Input label="Batteries not ready" {...hint(notReady)} {...field("notReady")} />
      </div>
      <Input label="Vehicles in line" {...hint(queue[row])} {...field("queue")} />
    </>
  );
}

function When({ draft, wrong, change }: WrongPartProps) {
  return (
    <MomentField
      label="Seen"
      at={draft.at}
      hint="Not ahead of the furthest that the twin has come"
      wrong={wrong.get("at") ?? null}
      onPick={(at) => change({ at })}
    />
  );
}

function Details({ draft, change }: PartProps) {
  return (
    <div className={css.pair}>
      <Input
        label="Battery type"
        hint="If there are several"
        value={draft.batteryType}
        onChange={(event) => change({ batteryType: event.target.value })}
      />
      <Input
        label="Id of the report"
        hint="So that it is booked once"
        maxLength={200}
        value={draft.id}
        onChange={(event) => change({ id: event.target.value })}
      />
    </div>
  );
}

function Told({ outcome, error }: { readonly outcome: Outcome | null; readonly error: unknown }) {
  if (error !== null) {
    const all = [messageOf(error), ...errorsOf(error).map(({ message }) => message)];
    return (
      <p className={css.wrong} role="alert">
        {all.join(" ")}
      </p>
    );
  }
  if (outcome === null) return null;
  const said = outcome.reason === "" ? OUTCOME_WORDS[outcome.became] : outcome.reason;
  return (
    <div role={outcome.became === "refused" ? "alert" : "status"} className={css.outcome}>
      <Chip tone={TONES[outcome.became]}>{outcome.became}</Chip>
      <p className={css.note}>{said}</p>
    </div>
  );
}

const NOTHING_WRONG: WrongReport = new Map();

function useSending(draft: ReportDraft) {
  const twin = useTwin();
  const { scene } = useSnapshot();
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(NOTHING_WRONG);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [error, setError] = useState<unknown>(null);
  const forget = () => {
    setWrong(NOTHING_WRONG);
    setOutcome(null);
    setError(null);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (scene === null) return;
    const asked = reportOf(draft, scene, twin.city.head?.now ?? 0);
    forget();
    setWrong(asked.wrong);
    if (asked.wrong.size > 0) return;
    setBusy(true);
    const params = { path: { twin_id: twin.id } };
    const body = { reports: [asked.report] };
    told(api.POST("/api/twins/{twin_id}/observations", { params, body }))
      .then((outcomes) => setOutcome(outcomes[0] ?? null), setError)
      .finally(() => setBusy(false));
  };
  return { isBusy, wrong, outcome, error, submit, forget };
}
