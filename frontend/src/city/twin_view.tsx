import { useState } from "react";

import { TwinContext, useWatchedTwin } from "../live/use_twin.ts";
import type { CityMap } from "../map/city_map.ts";
import { MapView } from "../map/map_view.tsx";
import { Player } from "../player/player.tsx";
import { useBeginning } from "./beginning.ts";
import { useCameraInAddress } from "./camera_in_address.ts";
import { CityKeys } from "./city_keys.tsx";
import { LinkSign } from "./link_sign.tsx";
import { LinkTime } from "./link_time.tsx";
import { Panels } from "./panels.tsx";
import { MapContext } from "./shown_map.ts";
import css from "./twin_view.module.css";
import { useTimeInAddress } from "./time_in_address.ts";

interface TwinViewProps {
  readonly id: string;
  /** Whether it is the demo, which begins to play when nobody has touched it yet. */
  readonly isDemo?: boolean;
}

/** A twin on its map, with all that is known of it around, and the player below. */
export function TwinView({ id, isDemo = false }: TwinViewProps) {
  const twin = useWatchedTwin(id);
  return (
    <TwinContext value={twin}>
      <Watched isDemo={isDemo} />
    </TwinContext>
  );
}

function Watched({ isDemo }: { readonly isDemo: boolean }) {
  const [map, setMap] = useState<CityMap | null>(null);
  const missed = useBeginning(isDemo);
  useTimeInAddress();
  useCameraInAddress(map);
  return (
    <MapContext value={map}>
      <CityKeys />
      <div className={css.city}>
        <div className={css.map}>
          <MapView onMap={setMap} />
          <LinkSign />
          <LinkTime missed={missed} />
        </div>
        <Panels />
        <div className={css.player}>
          <Player />
        </div>
      </div>
    </MapContext>
  );
}
