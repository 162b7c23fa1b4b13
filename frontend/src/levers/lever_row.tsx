import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import { Slider } from "../ui/slider.tsx";
import css from "./lever_row.module.css";
import type { Lever, Position } from "./positions.ts";
import { choiceText, placesText, positionText } from "./values.ts";

interface LeverRowProps {
  readonly lever: Lever;
  readonly position: Position | null;
  /** Of all levers. */
  readonly changes: readonly string[];
  /** What the server says is wrong with where it stands. */
  readonly wrong: string | null;
  readonly onMove: (value: Position | null) => void;
}

/** A lever: where it stands, how far it goes, what is there now. */
export function LeverRow({ lever, position, changes, wrong, onMove }: LeverRowProps) {
  const isMoved = position !== null;
  return (
    <li className={css.row} data-lever={lever.id}>
      <div className={css.head}>
        <span className={css.label} title={lever.meaning}>
          {lever.label}
        </span>
        <output className={isMoved ? css.moved : css.still}>{positionText(lever, position)}</output>
        <Button
          look="tool"
          className={css.reset}
          aria-label={`${lever.label}: as it is`}
          title="As it is"
          disabled={!isMoved}
          onClick={() => onMove(null)}
        >
          ↺
        </Button>
      </div>
      {lever.kind === "choice" ? (
        <Choice lever={lever} position={position} onMove={onMove} />
      ) : (
        <Range lever={lever} position={position} onMove={onMove} />
      )}
      <p className={css.now}>{placesText(lever, changes)}</p>
      {wrong === null ? null : (
        <p className={css.wrong} role="alert">
          {wrong}
        </p>
      )}
    </li>
  );
}

type ControlProps = Omit<LeverRowProps, "wrong" | "changes">;

function Range({ lever, position, onMove }: ControlProps) {
  const low = lever.low ?? 0;
  const high = lever.high ?? 0;
  const neutral = typeof lever.neutral === "number" ? lever.neutral : lever.now.least;
  const value = typeof position === "number" ? position : (neutral ?? low);
  const place = (100 * ((neutral ?? low) - low)) / (high - low);
  return (
    <div className={css.range} data-moved={position !== null}>
      <span
        className={css.mark}
        style={{ insetInlineStart: `calc(8px + (100% - 16px) * ${place / 100})` }}
        aria-hidden="true"
      />
      <Slider
        label={`${lever.label}. ${lever.meaning}`}
        value={Math.min(high, Math.max(low, value))}
        low={low}
        high={high}
        step={lever.step ?? 1}
        text={positionText(lever, position)}
        onMove={onMove}
      />
    </div>
  );
}

const AS_IT_IS = "";

function Choice({ lever, position, onMove }: ControlProps) {
  const choices = (lever.choices ?? []).map((one) => ({ value: one, label: choiceText(one) }));
  return (
    <Select
      label={`${lever.label}. ${lever.meaning}`}
      labelUnseen
      choices={[{ value: AS_IT_IS, label: "as it is" }, ...choices]}
      value={typeof position === "string" ? position : AS_IT_IS}
      onPick={(value) => onMove(value === AS_IT_IS ? null : value)}
    />
  );
}
