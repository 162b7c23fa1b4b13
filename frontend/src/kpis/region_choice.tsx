import { Select } from "../ui/field.tsx";

interface RegionChoiceProps {
  /** Of each station; null where it has none. */
  readonly regions: readonly (string | null)[];
  /** The one that is chosen; null for all. */
  readonly value: string | null;
  readonly onPick: (region: string | null) => void;
}

/** Whose stations are listed; nothing where there are no regions to choose from. */
export function RegionChoice({ regions, value, onPick }: RegionChoiceProps) {
  const known = [...new Set(regions)].filter((one) => one !== null).filter(Boolean);
  if (known.length < 2) return null;
  return (
    <Select
      label="Region"
      labelUnseen
      value={value ?? ""}
      choices={[
        { value: "", label: "all regions" },
        ...known.map((one) => ({ value: one, label: one })),
      ]}
      onPick={(picked) => onPick(picked === "" ? null : picked)}
    />
  );
}
