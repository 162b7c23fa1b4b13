import { type KeyboardEvent, memo, type PointerEvent, useRef } from "react";

import { momentOf } from "../live/moment.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { useEachMoment } from "./each_moment.ts";
import { BarsCanvas } from "./bars_canvas.tsx";
import { daysOf } from "./days.ts";
import css from "./time_line.module.css";
import type { Bars } from "./use_marks.ts";

const QUARTER_S = 900;
const DAY_S = 86_400;

interface TimeLineProps {
  /** Length of the run [s]. */
  readonly horizon: number;
  /** Local time of second 0. */
  readonly start: string;
  readonly isDisabled: boolean;
  /** Events over the run; null until they are known. */
  readonly bars: Bars | null;
}

/** The whole run from left to right: a place on it is a time, and the hand may go to any. */
export function TimeLine(props: TimeLineProps) {
  const { horizon, start, isDisabled, bars } = props;
  const { now } = useSnapshot();
  const { line, cursor, handlers } = useScrubbing(props);
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
      aria-valuetext={start === "" ? "" : momentOf(start, now ?? 0)}
      {...handlers}
    >
      {bars === null ? null : <BarsCanvas bars={bars} horizon={horizon} />}
      <Days start={start} horizon={horizon} />
      <div ref={cursor} className={css.cursor} />
    </div>
  );
}

const Days = memo(function Days({ start, horizon }: Pick<TimeLineProps, "start" | "horizon">) {
  return start === ""
    ? null
    : daysOf(start, horizon).map(({ at, name }) => (
        <span key={at} className={css.day} style={{ left: `${(100 * at) / horizon}%` }}>
          {name}
        </span>
      ));
});

/** What pointer and keys do to the time line. The cursor is moved past React. */
function useScrubbing({ horizon, isDisabled }: TimeLineProps) {
  const twin = useTwin();
  const line = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null);
  useEachMoment((wallMs) => {
    const at = held.current ?? twin.city.clock.at(wallMs);
    const part = horizon > 0 ? Math.min(1, at / horizon) : 0;
    cursor.current?.style.setProperty("left", `${(100 * part).toFixed(3)}%`);
  });
  const bounded = (at: number) => Math.min(horizon, Math.max(0, at));
  const point = (event: PointerEvent) => {
    const box = line.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    held.current = bounded((horizon * (event.clientX - box.left)) / box.width);
    twin.seek(held.current);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (isDisabled || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      point(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if (held.current !== null) point(event);
    },
    onLostPointerCapture: () => {
      held.current = null;
    },
    onKeyDown: (event: KeyboardEvent) => {
      const to = isDisabled ? null : targetOf(event, twin.place, horizon);
      if (to === null) return;
      event.preventDefault();
      twin.seek(bounded(to));
    },
  };
  return { line, cursor, handlers };
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
