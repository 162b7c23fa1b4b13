import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";

import { cityDate, daysOf } from "../live/city_time.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { useEachPicture } from "./each_picture.ts";
import css from "./time_line.module.css";

const QUARTER_S = 900;
const DAY_S = 86_400;

interface TimeLineProps {
  /** Length of the run [s]. */
  readonly horizon: number;
  /** Local time of second 0. */
  readonly start: string;
  readonly isDisabled: boolean;
}

/** The whole run from left to right: a place on it is a time, and the hand may go to any. */
export function TimeLine({ horizon, start, isDisabled }: TimeLineProps) {
  const twin = useTwin();
  const { now } = useSnapshot();
  const line = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null);
  useEachPicture((wallMs) => {
    const at = held.current ?? twin.city.clock.at(wallMs);
    const part = horizon > 0 ? Math.min(1, at / horizon) : 0;
    cursor.current?.style.setProperty("left", `${(100 * part).toFixed(3)}%`);
  });
  const go = (at: number) => {
    const wanted = Math.min(horizon, Math.max(0, at));
    held.current = wanted;
    twin.seek(wanted);
  };
  const pointed = (event: PointerEvent) => {
    const box = line.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    go((horizon * (event.clientX - box.left)) / box.width);
  };
  const days = useMemo(() => (start === "" ? [] : daysOf(start, horizon)), [start, horizon]);
  return (
    <div
      ref={line}
      className={css.line}
      role="slider"
      tabIndex={0}
      aria-label="Time of the run"
      aria-disabled={isDisabled}
      aria-valuemin={0}
      aria-valuemax={horizon}
      aria-valuenow={Math.round(now ?? 0)}
      aria-valuetext={start === "" ? "" : cityDate(start, now ?? 0)}
      onPointerDown={(event) => {
        if (isDisabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointed(event);
      }}
      onPointerMove={(event) => {
        if (held.current !== null) pointed(event);
      }}
      onLostPointerCapture={() => (held.current = null)}
      onKeyDown={(event) => {
        const to = isDisabled ? null : targetOf(event, twin.city.head?.now ?? 0, horizon);
        if (to === null) return;
        event.preventDefault();
        event.stopPropagation();
        go(to);
        held.current = null;
      }}
    >
      {days.map(({ at, name }) => (
        <span key={at} className={css.day} style={{ left: `${(100 * at) / horizon}%` }}>
          {name}
        </span>
      ))}
      <div ref={cursor} className={css.cursor} />
    </div>
  );
}

function targetOf({ key }: KeyboardEvent, now: number, horizon: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return now - QUARTER_S;
    case "ArrowRight":
    case "ArrowUp":
      return now + QUARTER_S;
    case "PageDown":
      return now - DAY_S;
    case "PageUp":
      return now + DAY_S;
    case "Home":
      return 0;
    case "End":
      return horizon;
    default:
      return null;
  }
}
