/** Numbers as people read them: in a unit that fits their size, with the digits that their error
 * allows, as reports and the command line write them. */

/** Stands where there is no number: nothing to take a mean of, or nothing computed yet. */
export const NONE = "–";

const LEADING = 3.55; // half-widths that begin with less are given two digits
const MOST = 6; // digits after the point

export interface Scale {
  /** What a value is multiplied by to be shown. */
  readonly factor: number;
  readonly unit: string;
}

export type Maybe = number | null | undefined;

/** Return how values of a unit are shown whose largest is this, in the unit itself. */
export function scaleOf(unit: string, largest: number, ofDifferences = false): Scale {
  if (unit === "1") return { factor: 100, unit: ofDifferences ? "points" : "%" };
  if (unit === "s") return timeScale(largest);
  if (unit === "kWh" || unit === "kW") {
    const found = [0, 1, 2].findIndex((i) => largest < 9999.5 * 1000 ** i);
    const step = found < 0 ? 3 : found;
    return { factor: 1000 ** -step, unit: "kMGT".charAt(step) + unit.slice(1) };
  }
  return { factor: 1, unit };
}

function timeScale(largest: number): Scale {
  if (largest < 99.5) return { factor: 1, unit: "s" };
  if (largest < 99.5 * 60) return { factor: 1 / 60, unit: "min" };
  if (largest < 47.95 * 3600) return { factor: 1 / 3600, unit: "h" };
  return { factor: 1 / 86400, unit: "days" };
}

interface Options {
  /** Of the interval that decides the digits; without one there are three. */
  readonly halfWidth?: Maybe;
  readonly ofDifferences?: boolean;
  /** Is what is less than the last digit told from nought, as `<0.1`? By default only where no
   * interval says that it may be nought. */
  readonly tellsSmall?: boolean;
}

/** How numbers of one quantity are written: all in one unit, with as many digits. */
export class Shown {
  readonly scale: Scale;
  readonly decimals: number;
  readonly tellsSmall: boolean;

  constructor(scale: Scale, decimals: number, tellsSmall = false) {
    this.scale = scale;
    this.decimals = decimals;
    this.tellsSmall = tellsSmall;
  }

  static of(unit: string, values: Iterable<Maybe>, options: Options = {}): Shown {
    const given = [...values].filter(isNumber);
    const largest = Math.max(0, ...given.map(Math.abs));
    const scale = scaleOf(unit, largest, options.ofDifferences);
    const { halfWidth } = options;
    if (isNumber(halfWidth) && halfWidth > 0) {
      const most = digitsOfSize(largest * scale.factor, MOST);
      const digits = Math.min(digitsOfError(halfWidth * scale.factor), most);
      return new Shown(scale, digits, options.tellsSmall ?? false);
    }
    const areCounts = scale.factor === 1 && given.every(Number.isInteger);
    const digits = areCounts ? 0 : digitsOfSize(largest * scale.factor, 3);
    return new Shown(scale, digits, options.tellsSmall ?? true);
  }

  /** Return how differences with this half-width are written in the same unit. */
  forError(halfWidth: Maybe): Shown {
    if (!isNumber(halfWidth) || halfWidth <= 0) return this;
    return new Shown(this.scale, digitsOfError(halfWidth * this.scale.factor));
  }

  get unit(): string {
    return this.scale.unit;
  }

  /** Return a value without its unit: `4.12`, `+0.30`. */
  number(value: Maybe, { signed = false } = {}): string {
    if (!isNumber(value)) return NONE;
    const shown = value * this.scale.factor;
    const text = shown.toLocaleString("en-US", {
      minimumFractionDigits: this.decimals,
      maximumFractionDigits: this.decimals,
      signDisplay: signed ? "exceptZero" : "negative",
    });
    if (this.tellsSmall && shown !== 0 && !/[1-9]/.test(text)) return this.small(shown, signed);
    return text.replace("-", "−");
  }

  /** Return what is less than half of the last digit, and not nought: `<0.1`. */
  private small(shown: number, signed: boolean): string {
    const step = (10 ** -this.decimals).toFixed(this.decimals);
    const sign = shown < 0 ? "−" : signed ? "+" : "";
    return `${sign}<${step}`;
  }

  /** Return a value with its unit: `4.12 %`. */
  text(value: Maybe, { signed = false } = {}): string {
    return isNumber(value) ? withUnit(this.number(value, { signed }), this.unit) : NONE;
  }

  /** Return an interval with its unit: `4.05 to 4.19 %`. */
  interval(low: Maybe, high: Maybe, { signed = false } = {}): string {
    if (!isNumber(low) || !isNumber(high)) return NONE;
    const ends = [low, high].map((end) => this.number(end, { signed }));
    return withUnit(ends.join(" to "), this.unit);
  }
}

/** Return a mean and half the width of its interval: `0.82 % ± 0.03`. */
export function withHalfWidth(mean: Maybe, halfWidth: Maybe, unit: string): string {
  const shown = Shown.of(unit, [mean], { halfWidth });
  const text = shown.text(mean);
  return isNumber(mean) && isNumber(halfWidth) ? `${text} ± ${shown.number(halfWidth)}` : text;
}

/** Return a count: `12,345`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Return a count and what it counts: `1 station`, `500 stations`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Return a duration [s]: `12 ms`, `42 s`, `8.4 min`, `3.2 h`, `7 days`. */
export function duration(seconds: Maybe): string {
  if (!isNumber(seconds)) return NONE;
  const ms = seconds * 1000;
  if (ms > 0 && ms < 95) return withUnit(ms < 0.95 ? "<1" : ms.toFixed(0), "ms");
  const scale = timeScale(Math.abs(seconds));
  const value = seconds * scale.factor;
  const decimals = scale.unit === "s" && Math.abs(value) >= 9.95 ? 0 : 1;
  return withUnit(String(Number(value.toFixed(decimals))), scale.unit);
}

export function isNumber(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function withUnit(number: string, unit: string): string {
  return unit === "" ? number : `${number}\u00a0${unit}`; // a space that does not break
}

/** Return the digits after the point that leave one or two digits of an error. */
function digitsOfError(halfWidth: number): number {
  const place = Math.floor(Math.log10(halfWidth));
  const leading = halfWidth / 10 ** place;
  return Math.min(MOST, Math.max(0, -place + (leading < LEADING ? 1 : 0)));
}

/** Return the digits after the point that leave so many digits in all. */
function digitsOfSize(largest: number, digits: number): number {
  if (largest <= 0) return 0;
  return Math.min(MOST, Math.max(0, digits - 1 - Math.floor(Math.log10(largest))));
}
