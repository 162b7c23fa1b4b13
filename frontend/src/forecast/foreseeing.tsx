import { useState } from "react";

import { useWhyNot } from "../api/me.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useSnapshot } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { useAddressState } from "../url/address.ts";
import css from "./forecast.module.css";
import { ForecastCharts } from "./forecast_charts.tsx";
import { type Options, useForecast } from "./use_forecast.ts";

const HOURS = [1, 2, 3, 6, 12, 24, 48] as const;
const REPLICATIONS = [20, 50, 100, 200] as const;

/** Asks what may come from where the twin stands, and shows it. */
export function Foreseeing() {
  const { kept, asked, error, ask, giveUp } = useForecast();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const [hours, setHours] = useState(kept?.options.hours ?? 6);
  const [replications, setReplications] = useState(kept?.options.replications ?? 20);
  const start = (isOrdered: boolean) => ask({ hours, replications, isOrdered }, station);
  return (
    <>
      <Choices
        hours={hours}
        replications={replications}
        onHours={setHours}
        onReplications={setReplications}
      />
      <Buttons isBusy={asked !== null} start={start} giveUp={giveUp} />
      {asked === null ? null : <Busy what={busyWords(asked)} />}
      {error === null ? null : <ProblemBox what="There is no forecast" error={error} />}
      {kept === null ? (
        asked === null ? (
          <p className={css.note}>
            From where the twin stands it is simulated on many times, each with other chances. The
            bands hold half, and nine in ten, of what comes of that.
          </p>
        ) : null
      ) : (
        <ForecastCharts
          kept={kept}
          again={() => ask({ ...kept.options, isOrdered: false }, station)}
        />
      )}
    </>
  );
}

function busyWords({ hours, replications }: Options): string {
  return `Simulating ${counted(hours, "hour")} on, ${counted(replications, "time")}`;
}

interface ChoicesProps {
  readonly hours: number;
  readonly replications: number;
  readonly onHours: (hours: number) => void;
  readonly onReplications: (replications: number) => void;
}

function Choices({ hours, replications, onHours, onReplications }: ChoicesProps) {
  return (
    <div className={css.pair}>
      <Select
        label="For the next"
        choices={HOURS.map((one) => ({ value: String(one), label: counted(one, "hour") }))}
        value={String(hours)}
        onPick={(value) => onHours(Number(value))}
      />
      <Select
        label="Replications"
        choices={REPLICATIONS.map((one) => ({ value: String(one), label: String(one) }))}
        value={String(replications)}
        onPick={(value) => onReplications(Number(value))}
      />
    </div>
  );
}

interface ButtonsProps {
  readonly isBusy: boolean;
  readonly start: (isOrdered: boolean) => void;
  readonly giveUp: () => void;
}

function Buttons({ isBusy, start, giveUp }: ButtonsProps) {
  const { scene, now } = useSnapshot();
  const isOver = scene !== null && now !== null && now >= scene.clock.horizon_s;
  const atEnd = isOver ? "The run ends here: nothing can come." : null;
  const mayNotAsk = useWhyNot("get_forecast");
  const mayNotOrder = useWhyNot("order_forecast");
  if (isBusy) {
    return (
      <div className={css.buttons}>
        <Button onClick={giveUp}>Give it up</Button>
      </div>
    );
  }
  return (
    <>
      <div className={css.buttons}>
        <Button look="main" whyNot={mayNotAsk ?? atEnd} onClick={() => start(false)}>
          Forecast from now
        </Button>
        <Button
          whyNot={mayNotOrder ?? atEnd}
          title="The same, kept by the server and scored when its time is observed"
          onClick={() => start(true)}
        >
          Forecast and keep
        </Button>
      </div>
      {atEnd === null ? null : <p className={css.note}>{atEnd}</p>}
    </>
  );
}
