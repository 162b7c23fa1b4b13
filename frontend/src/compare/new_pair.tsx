import { useState } from "react";

import { api, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/field.tsx";
import view from "../ui/view.module.css";
import { navigate } from "../url/address.ts";
import { pathOfTwins } from "./fields.ts";

/** Two twins to be watched beside each other. */
export function NewPair() {
  const { value } = useAsked("twins to compare", async (signal) => {
    return (await told(api.GET("/api/twins", { signal }))).items;
  });
  const [chosen, setChosen] = useState<{ left?: string; right?: string }>({});
  if (value === null || value.length < 2) return null;
  const left = chosen.left ?? value[1]?.id ?? "";
  const right = chosen.right ?? value[0]?.id ?? "";
  const choices = value.map((one) => ({ value: one.id, label: one.name }));
  const isSame = left === right;
  return (
    <form
      className={view.tools}
      aria-label="Two twins beside each other"
      onSubmit={(event) => {
        event.preventDefault();
        navigate(pathOfTwins(left, right));
      }}
    >
      <Select
        label="Twin on the left"
        choices={choices}
        value={left}
        onPick={(id) => setChosen({ ...chosen, left: id })}
      />
      <Select
        label="Twin on the right"
        choices={choices}
        value={right}
        wrong={isSame ? "The same as the left one." : null}
        onPick={(id) => setChosen({ ...chosen, right: id })}
      />
      <Button type="submit" disabled={isSame}>
        Watch both
      </Button>
    </form>
  );
}
