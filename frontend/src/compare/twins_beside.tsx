import { useEffect, useState } from "react";

import { TwinContext, useWatchedTwin } from "../live/use_twin.ts";
import type { CityMap } from "../map/city_map.ts";
import { Player } from "../player/player.tsx";
import { useOneClock } from "./one_clock.ts";
import { LiveDifference } from "./live_difference.tsx";
import { TwinSide } from "./twin_side.tsx";
import css from "./twins_beside.module.css";

interface TwinsBesideProps {
  readonly left: string;
  readonly right: string;
}

/** Two twins on two maps, with one camera and one clock. */
export function TwinsBeside({ left, right }: TwinsBesideProps) {
  const one = useWatchedTwin(left);
  const other = useWatchedTwin(right);
  const [leftMap, setLeftMap] = useState<CityMap | null>(null);
  const [rightMap, setRightMap] = useState<CityMap | null>(null);
  const clock = useOneClock(one, other);
  useOneCamera(leftMap, rightMap);
  return (
    <div className={css.beside}>
      <div className={css.maps}>
        <TwinContext value={one}>
          <TwinSide side="A" onMap={setLeftMap} />
        </TwinContext>
        <TwinContext value={other}>
          <TwinSide side="B" onMap={setRightMap} />
        </TwinContext>
      </div>
      <LiveDifference left={one} right={other} clock={clock} />
      <div className={css.player}>
        <TwinContext value={one}>
          <Player />
        </TwinContext>
      </div>
    </div>
  );
}

/** Each map shows what the other one shows, while one of them is moved. */
function useOneCamera(left: CityMap | null, right: CityMap | null): void {
  useEffect(() => {
    if (left === null || right === null) return undefined;
    let isFollowing = false;
    const following = (from: CityMap, to: CityMap) => () => {
      if (isFollowing) return;
      isFollowing = true;
      to.moveTo(from.camera);
      isFollowing = false;
    };
    const [toRight, toLeft] = [following(left, right), following(right, left)];
    left.ground.on("move", toRight);
    right.ground.on("move", toLeft);
    toRight();
    return () => {
      left.ground.off("move", toRight);
      right.ground.off("move", toLeft);
    };
  }, [left, right]);
}
