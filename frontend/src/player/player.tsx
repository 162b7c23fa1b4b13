import { useRef } from "react";

import { useWhyNot } from "../api/me.ts";
import { useKeys } from "../keys/registry.ts";
import { cityDate } from "../live/city_time.ts";
import type { Command } from "../live/messages.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { sayFailed } from "../ui/toasts.tsx";
import { useEachPicture } from "./each_picture.ts";
import css from "./player.module.css";
import { nextSpeed, SPEEDS, speedWords } from "./speeds.ts";
import { TimeLine } from "./time_line.tsx";

const STEP_S = 900;

/** Plays, pauses, steps, seeks: one player for whatever a twin is made of. */
export function Player() {
  const { scene, state, now } = useSnapshot();
  const why = useWhyNot("command_twin");
  const does = usePlaying();
  usePlayerKeys(does);
  const horizon = scene?.clock.horizon_s ?? 0;
  const isPlaying = state?.playing ?? false;
  const isOver = now !== null && horizon > 0 && now >= horizon;
  const isDisabled = why !== null || state === null;
  return (
    <div className={css.player} role="group" aria-label="Player">
      <TimeLine horizon={horizon} start={scene?.clock.start ?? ""} isDisabled={isDisabled} />
      <div className={css.row}>
        <Button aria-label="Back 15 minutes" disabled={isDisabled} onClick={() => does.step(-1)}>
          −15 min
        </Button>
        <Button
          look="main"
          className={css.play}
          disabled={isDisabled || (isOver && !isPlaying)}
          aria-label={isPlaying ? "Pause" : "Play"}
          onClick={does.toggle}
        >
          <span aria-hidden="true">{isPlaying ? "❚❚" : "▶"}</span>
          {isPlaying ? "Pause" : "Play"}
        </Button>
        <Button aria-label="On 15 minutes" disabled={isDisabled} onClick={() => does.step(1)}>
          +15 min
        </Button>
        <Speed isDisabled={isDisabled} onChoose={does.speed} />
        <Clock />
        <p className={css.note}>{why ?? noteOf(state, isOver)}</p>
      </div>
    </div>
  );
}

function noteOf(state: ReturnType<typeof useSnapshot>["state"], isOver: boolean): string {
  if (state === null) return "";
  if (isOver) return "The run has ended here. Go back on the time line to see it again.";
  if (state.playing && state.late) {
    return `As fast as it can be simulated: ${speedWords(state.speed)}.`;
  }
  return "";
}

interface SpeedProps {
  readonly isDisabled: boolean;
  readonly onChoose: (speed: number) => void;
}

function Speed({ isDisabled, onChoose }: SpeedProps) {
  const { state } = useSnapshot();
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
      choices={known.map((one) => ({ value: String(one), label: speedWords(one) }))}
      onPick={(value) => onChoose(Number(value))}
    />
  );
}

/** The city's time, written past React as it goes on. */
function Clock() {
  const { city } = useTwin();
  const text = useRef<HTMLSpanElement>(null);
  useEachPicture((wallMs) => {
    if (text.current === null || city.scene === null || city.head === null) return;
    const said = cityDate(city.scene.clock.start, city.clock.at(wallMs));
    if (text.current.textContent !== said) text.current.textContent = said;
  });
  return (
    <p className={css.clock}>
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
  const now = () => twin.city.head?.now ?? 0;
  const speed = (to: number) => ask({ do: "speed", speed: to }, "The speed is as it was");
  return {
    toggle: () => {
      const isPlaying = twin.city.state?.playing ?? false;
      ask({ do: isPlaying ? "pause" : "play" }, isPlaying ? "It still plays" : "It does not play");
    },
    step: (way) => {
      const horizon = twin.city.scene?.clock.horizon_s ?? 0;
      twin.seek(Math.min(horizon, Math.max(0, now() + way * STEP_S)));
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
