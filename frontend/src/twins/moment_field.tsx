import { useSnapshot } from "../live/use_twin.ts";
import { Input, Select } from "../ui/field.tsx";
import { boundsOf, fieldOf } from "./city_times.ts";

const CHOICES = [
  { value: "now", label: "now" },
  { value: "at", label: "at a time of the city" },
];

interface MomentFieldProps {
  readonly label: string;
  /** As a field of time has it; null for now. */
  readonly at: string | null;
  /** What to know about other times than now. */
  readonly hint: string;
  readonly wrong: string | null;
  readonly onPick: (at: string | null) => void;
}

/** Now, or at a time of the city. */
export function MomentField({ label, at, hint, wrong, onPick }: MomentFieldProps) {
  const { scene, now } = useSnapshot();
  if (scene === null) return null;
  const { start, horizon_s: horizon } = scene.clock;
  return (
    <>
      <Select
        label={label}
        choices={CHOICES}
        value={at === null ? "now" : "at"}
        onPick={(value) => onPick(value === "now" ? null : fieldOf(start, now ?? 0))}
      />
      {at === null ? null : (
        <Input
          label="City time"
          type="datetime-local"
          value={at}
          {...boundsOf(start, horizon)}
          hint={hint}
          wrong={wrong}
          onChange={(event) => onPick(event.target.value)}
        />
      )}
    </>
  );
}
