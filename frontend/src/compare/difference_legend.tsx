import { useIsDark } from "../app/theme.ts";
import css from "./difference_map.module.css";
import { divergingColour } from "./diverging.ts";

interface DifferenceLegendProps {
  /** The largest difference in words, with its unit. */
  readonly largest: string;
  readonly width: number;
}

export const LEGEND_HEIGHT = 62;

const STOPS = [-1, -0.4, -0.1, 0, 0.1, 0.4, 1];
const RAMP = 280;

/** What the colours of a map of differences mean, as a part of its drawing. */
export function DifferenceLegend({ largest, width }: DifferenceLegendProps) {
  const isDark = useIsDark();
  const length = Math.min(RAMP, width);
  return (
    <g className={css.legend}>
      <defs>
        <linearGradient id="differences">
          {STOPS.map((part) => (
            <stop key={part} offset={(part + 1) / 2} stopColor={divergingColour(part, isDark)} />
          ))}
        </linearGradient>
      </defs>
      <rect width={length} height={10} rx={5} fill="url(#differences)" />
      <text x={0} y={26}>
        −{largest}
      </text>
      <text x={length / 2} y={26} textAnchor="middle">
        0
      </text>
      <text x={length} y={26} textAnchor="end">
        +{largest}
      </text>
      <circle cx={6} cy={40} r={5} fill="url(#unsure)" className={css.unsure} />
      <text x={18} y={44}>
        not clear: the interval holds 0
      </text>
    </g>
  );
}

/** The pattern of what is not clear. */
export function Hatching() {
  return (
    <defs>
      <pattern
        id="unsure"
        width="3"
        height="3"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className={css.hatchGround} width="3" height="3" />
        <line className={css.hatch} x1="0" y1="0" x2="0" y2="3" />
      </pattern>
    </defs>
  );
}
