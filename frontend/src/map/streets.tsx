import { useEffect } from "react";

import { api, told } from "../api/client.ts";
import { messageOf } from "../api/problem.ts";
import { type Asked, useAsked } from "../api/use_asked.ts";
import { useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import type { CityMap as Streets } from "./base_map.ts";
import type { CityMap } from "./city_map.ts";
import css from "./map_view.module.css";

/** Asks for the streets of the twin that is shown, and has a map lay them. */
export function useStreets(map: CityMap | null): Asked<unknown> {
  const { id } = useTwin();
  const asked = useAsked(`map of ${id}`, (signal) =>
    told(api.GET("/api/twins/{twin_id}/map", { params: { path: { twin_id: id } }, signal })),
  );
  const { value } = asked;
  useEffect(() => {
    // The description cannot say that points have two numbers, and GeoJSON's types do.
    if (map !== null && value !== null) map.showStreets(value as unknown as Streets);
  }, [map, value]);
  return asked;
}

/** Says how it stands with the streets, until they are to be seen. */
export function StreetsSign({ asked: { error, again } }: { readonly asked: Asked<unknown> }) {
  return (
    <div className={css.sign}>
      {error === null ? (
        <Busy what="Drawing the streets" />
      ) : (
        <>
          <span>The streets could not be had: {messageOf(error)}</span>
          <Button onClick={again}>Try again</Button>
        </>
      )}
    </div>
  );
}
