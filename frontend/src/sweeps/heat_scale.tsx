import { Shown } from "../ui/numbers.ts";
import type { Pair } from "./cells.ts";
import css from "./heat_map.module.css";
import { sequentialColour } from "./sequential.ts";

interface HeatScaleProps {
  /** Of one measure. */
  readonly pairs: readonly Pair[];
  readonly width: number;
}

export const SCALE_HEIGHT = 40;

const STOPS = [0, 0.25, 0.5, 0.75, 1];
const LENGTH = 220;

/** What the colours of a heat map mean, as a part of its drawing. */
export function HeatScale({ pairs, width }: HeatScaleProps) {
  const known = pairs.flatMap(({ mean }) => mean ?? []);
  if (known.length === 0) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const shown = Shown.of(pairs[0]?.unit ?? "", known);
  const length = Math.min(LENGTH, width);
  return (
    <g className={css.scale} aria-hidden="true">
      <defs>
        <linearGradient id="heat">
          {STOPS.map((part) => (
            <stop key={part} offset={part} stopColor={sequentialColour(part)} />
          ))}
        </linearGradient>
      </defs>
      <rect width={length} height={10} rx={3} fill="url(#heat)" />
      <text x={0} y={26}>
        {shown.number(least)}
      </text>
      <text x={length} y={26} textAnchor="end">
        {shown.text(most)}
      </text>
    </g>
  );
}
