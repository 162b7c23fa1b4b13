import { LinkSign } from "../city/link_sign.tsx";
import { MapContext } from "../city/shown_map.ts";
import { clockSeconds, dateTime } from "../ui/city_time.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import type { CityMap } from "../map/city_map.ts";
import { MapView } from "../map/map_view.tsx";
import { useAsked } from "../api/use_asked.ts";
import { api, told } from "../api/client.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import css from "./twins_beside.module.css";

interface TwinSideProps {
  readonly side: "A" | "B";
  readonly onMap: (map: CityMap | null) => void;
}

/** One of two twins: its name, its time, its map. */
export function TwinSide({ side, onMap }: TwinSideProps) {
  const { id } = useTwin();
  const { scene, now } = useSnapshot();
  const { value } = useAsked(`twin ${id}`, (signal) =>
    told(api.GET("/api/twins/{twin_id}", { params: { path: { twin_id: id } }, signal })),
  );
  return (
    <MapContext value={null}>
      <section className={css.side} aria-label={`City ${side}`} data-now={Math.round(now ?? -1)}>
        <header className={css.name}>
          <b>{side}</b> <Link to={pathOf("city", id)}>{value?.name ?? "…"}</Link>
          <span className={css.time}>
            {scene === null || now === null ? "–" : dateTime(clockSeconds(scene.clock.start) + now)}{" "}
            city time
          </span>
        </header>
        <div className={css.map}>
          <MapView onMap={onMap} />
          <LinkSign />
        </div>
      </section>
    </MapContext>
  );
}
