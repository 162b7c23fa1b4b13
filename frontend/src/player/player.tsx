import { useRef } from "react";

import { useWhyNot } from "../api/me.ts";
import { messageOf } from "../api/problem.ts";
import { CITY_FIELDS } from "../city/city_fields.ts";
import { useIsNarrow } from "../city/use_is_narrow.ts";
import { useKeys } from "../keys/registry.ts";
import { momentOf } from "../live/moment.ts";
import type { Command } from "../live/messages.ts";
import type { Snapshot } from "../live/snapshots.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import { useAddressState } from "../url/address.ts";
import { useEachMoment } from "./each_moment.ts";
import { Events } from "./events.tsx";
import { countedBy, type Wanted } from "./kinds.ts";
import css from "./player.module.css";
import { nextSpeed, SPEEDS, speedWords, timesText } from "./speeds.ts";
import { TimeLine } from "./time_line.tsx";
import { useLetGo } from "./use_let_go.ts";
import { useMarks } from "./use_marks.ts";

const STEP_S = 900;

/** Plays, pauses, steps, seeks: one player for whatever a twin is made of. */
export function Player() {
  const { scene, state } = useSnapshot();
  const why = useWhyNot("command_twin");
  const does = usePlaying();
  usePlayerKeys(does);
  const isDisabled = why !== null || state === null;
  const { wanted, want } = useWanted();
  const { bars, known, error, least, again } = useMarks(wanted);
  const counted = least === null ? "" : countedBy(wanted, least);
  return (
    <div className={css.player} role="group" aria-label="Player">
      <TimeLine
        horizon={scene?.clock.horizon_s ?? 0}
        start={scene?.clock.start ?? ""}
        isDisabled={isDisabled}
        bars={bars}
      />
      <div className={css.row}>
        <StepButton to={-1} isDisabled={isDisabled} onStep={does.step} />
        <PlayButton isDisabled={isDisabled} onToggle={does.toggle} />
        <StepButton to={1} isDisabled={isDisabled} onStep={does.step} />
        <Speed isDisabled={isDisabled} onChoose={does.speed} />
        <Clock />
        <Events wanted={wanted} onWant={want} title={counted} isDisabled={isDisabled} />
        <EventsNote counted={counted} known={known} error={error} again={again} />
        <Note why={why} />
      </div>
    </div>
  );
}

/** Which events are looked for, as the address says. */
function useWanted() {
  const [{ events, queue }, change] = useAddressState(CITY_FIELDS);
  const wanted: Wanted = { kind: events, queue };
  const want = ({ kind = events, queue: least = queue }: Partial<Wanted>) =>
    change({ events: kind, queue: least });
  return { wanted, want };
}

interface StepButtonProps {
  readonly to: 1 | -1;
  readonly isDisabled: boolean;
  readonly onStep: (to: 1 | -1) => void;
}

/** A quarter of an hour on, or back. */
function StepButton({ to, isDisabled, onStep }: StepButtonProps) {
  const text = to > 0 ? "+15 min" : "−15 min";
  return (
    <Button
      aria-label={`${text}: ${to > 0 ? "on" : "back"} 15 minutes`}
      disabled={isDisabled}
      onClick={() => onStep(to)}
    >
      {text}
    </Button>
  );
}

interface EventsNoteProps {
  /** What the bars count, in words. */
  readonly counted: string;
  readonly known: number;
  readonly error: unknown;
  readonly again: () => void;
}

/** What the bars are, and how many of them are there yet. */
function EventsNote({ counted, known, error, again }: EventsNoteProps) {
  if (error !== null) {
    return (
      <p className={css.note} role="status">
        {known > 0 ? "Not all events" : "No events"}: {messageOf(error)}{" "}
        <Button look="tool" onClick={again}>
          Try again
        </Button>
      </p>
    );
  }
  if (known === 1) return <p className={css.bars}>Bars of 15 min: {counted}.</p>;
  return (
    <p className={css.note} role="status">
      Looking for events in the whole run: {Math.floor(100 * known)} %.
    </p>
  );
}

/** Whether the run has come to its end. */
function isOver({ scene, now }: Snapshot): boolean {
  return scene !== null && now !== null && now >= scene.clock.horizon_s;
}

interface PlayButtonProps {
  readonly isDisabled: boolean;
  readonly onToggle: () => void;
}

function PlayButton({ isDisabled, onToggle }: PlayButtonProps) {
  const snapshot = useSnapshot();
  const isPlaying = snapshot.state?.playing ?? false;
  const name = isPlaying ? "Pause" : "Play";
  return (
    <Button
      look="main"
      className={css.play}
      data-guide="play"
      data-playing={isPlaying}
      disabled={isDisabled || (isOver(snapshot) && !isPlaying)}
      onClick={onToggle}
    >
      <span aria-hidden="true">{isPlaying ? "❚❚" : "▶"}</span>
      {name}
    </Button>
  );
}

/** Why one may not, or how it stands. */
function Note({ why }: { readonly why: string | null }) {
  const snapshot = useSnapshot();
  const { state } = snapshot;
  const isLate = state !== null && state.playing && state.late;
  const said = isOver(snapshot)
    ? "The run ends here. Go back on the time line to see it again."
    : isLate
      ? `As fast as it can be simulated: ${speedWords(state.speed)}.`
      : "";
  return <p className={css.note}>{why ?? said}</p>;
}

interface SpeedProps {
  readonly isDisabled: boolean;
  readonly onChoose: (speed: number) => void;
}

function Speed({ isDisabled, onChoose }: SpeedProps) {
  const { state } = useSnapshot();
  const words = useIsNarrow() ? timesText : speedWords;
  const speed = state?.wanted_speed ?? 1;
  const known = SPEEDS.some((one) => one === speed)
    ? SPEEDS
    : [...SPEEDS, speed].sort((a, b) => a - b);
  return (
    <Select
      label="Speed"
      labelUnseen
      disabled={isDisabled}
      value={String(speed)}
      choices={known.map((one) => ({ value: String(one), label: words(one) }))}
      onPick={(value) => onChoose(Number(value))}
      {...useLetGo()}
    />
  );
}

/** The city's time, written past React as it goes on. */
function Clock() {
  const { city } = useTwin();
  const text = useRef<HTMLSpanElement>(null);
  useEachMoment((wallMs) => {
    if (text.current === null || city.scene === null || city.head === null) return;
    const said = momentOf(city.scene.clock.start, city.clock.at(wallMs));
    if (text.current.textContent !== said) text.current.textContent = said;
  });
  return (
    <p className={css.clock} role="timer" aria-label="City time">
      <span ref={text}>–</span> <span className={css.soft}>city time</span>
    </p>
  );
}

interface Does {
  readonly toggle: () => void;
  readonly step: (way: 1 | -1) => void;
  readonly speed: (speed: number) => void;
  readonly faster: (way: 1 | -1) => void;
}

function usePlaying(): Does {
  const twin = useTwin();
  const ask = (what: Command, failed: string) => {
    twin.command(what).catch((error: unknown) => sayFailed(failed, error));
  };
  const speed = (to: number) => ask({ do: "speed", speed: to }, "The speed is as it was");
  return {
    toggle: () => {
      const isPlaying = twin.city.state?.playing ?? false;
      ask({ do: isPlaying ? "pause" : "play" }, isPlaying ? "It still plays" : "It does not play");
    },
    step: (way) => {
      const horizon = twin.city.scene?.clock.horizon_s ?? 0;
      twin.seek(Math.min(horizon, Math.max(0, twin.place + way * STEP_S)));
    },
    speed,
    faster: (way) => speed(nextSpeed(twin.city.state?.wanted_speed ?? 1, way)),
  };
}

function usePlayerKeys(does: Does): void {
  const group = "Player";
  useKeys([
    { keys: "Space", label: "Play or pause", group, run: does.toggle },
    { keys: "ArrowLeft", label: "Back 15 minutes", group, run: () => does.step(-1) },
    { keys: "ArrowRight", label: "On 15 minutes", group, run: () => does.step(1) },
    { keys: "[", label: "Slower", group, run: () => does.faster(-1) },
    { keys: "]", label: "Faster", group, run: () => does.faster(1) },
  ]);
}
