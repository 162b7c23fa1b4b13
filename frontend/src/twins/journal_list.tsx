import { useCallback, useEffect, useRef } from "react";

import { api, told } from "../api/client.ts";
import { useAsked } from "../api/use_asked.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { type Did, linesOf, lineWords } from "./journal.ts";
import css from "./twin_panel.module.css";
import { useOnDid } from "./use_made.ts";

const MOST = 200;
const LIMIT = 1000; // some may have come since
const PAUSE_MS = 1000; // between two questions, however much is done

/** The last commands of all, and whose they were. */
export function JournalList() {
  const { id } = useTwin();
  const { scene, state } = useSnapshot();
  const last = state?.number ?? 0;
  const asked = useAsked(`commands ${id}`, async (signal) => {
    const query = { after: Math.max(0, last - MOST), limit: LIMIT };
    const params = { path: { twin_id: id }, query };
    return (await told(api.GET("/api/twins/{twin_id}/commands", { params, signal }))).items;
  });
  useNowAndThen(asked.again);
  if (asked.isFirst) return <Busy what="Loading the journal" />;
  if (asked.value === null) {
    return (
      <ProblemBox what="The journal could not be loaded" error={asked.error} again={asked.again} />
    );
  }
  if (scene === null) return null;
  if (asked.value.length === 0) return <p className={css.note}>No command has been given yet.</p>;
  return (
    <>
      <Lines did={asked.value} scene={scene} />
      {last > MOST ? (
        <p className={css.note}>The last {MOST} commands; all of them are in the API.</p>
      ) : null}
    </>
  );
}

function Lines({ did, scene }: { readonly did: readonly Did[]; readonly scene: Scene }) {
  return (
    <ol className={css.journal} aria-label="Commands, the latest first">
      {linesOf(did).map((line) => (
        <li key={line.did.number}>
          <span className={css.number}>{line.did.number}</span>
          <span>
            {lineWords(line, scene)}
            <span className={css.note}>
              {" "}
              {byWhom(line.did)}, {wallTime(line.did.wall)} ({YOUR_TIME})
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function byWhom({ by }: Did): string {
  return by === "(server)" ? "the server" : by;
}

/** Asks again when something has been done, at most once in a while. */
function useNowAndThen(again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      again();
    }, PAUSE_MS);
  }, [again]);
  useOnDid(later);
}
