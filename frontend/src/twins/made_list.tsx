import { useWhyNot } from "../api/me.ts";
import { messageOf } from "../api/problem.ts";
import { useDoing } from "../api/use_doing.ts";
import type { Scene } from "../live/scene.ts";
import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { wallTime } from "../ui/city_time.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import { sayDone } from "../ui/toasts.tsx";
import { navigate } from "../url/address.ts";
import { pathOf } from "../url/routes.ts";
import { getTwin, twinWithout } from "./doing.ts";
import {
  byTime,
  endedOf,
  endingOf,
  type Made,
  STAND_TONES,
  standOf,
  whenOf,
  wordsOf,
} from "./made.ts";
import css from "./twin_panel.module.css";
import { useMade } from "./use_made.ts";

/** What has been done to the city, by its time: what is planned first, and what is long over last. */
export function MadeList() {
  const { asked, made, hasOlder, older } = useMade("interventions");
  const { scene, now } = useSnapshot();
  if (asked.isFirst) return <Busy what="Loading what was done" />;
  if (asked.value === null) {
    return (
      <ProblemBox what="It is not known what was done" error={asked.error} again={asked.again} />
    );
  }
  if (scene === null || now === null) return null;
  if (made.length === 0) return <p className={css.note}>Nothing has been done to this city yet.</p>;
  return (
    <>
      <ul className={css.made} aria-label="What was done to the city">
        {byTime(made).map((one) => (
          <OneMade key={one.place} made={one} scene={scene} now={now} />
        ))}
      </ul>
      {hasOlder ? <Button onClick={older}>Show what was made before</Button> : null}
    </>
  );
}

interface OneMadeProps {
  readonly made: Made;
  readonly scene: Scene;
  /** Where the twin stands [s]. */
  readonly now: number;
}

function OneMade({ made, scene, now }: OneMadeProps) {
  const stand = standOf(made, now);
  const ended = endedOf(made, scene.clock.start);
  return (
    <li className={css.one} data-made={made.number ?? "scenario"}>
      <p className={css.what}>{wordsOf(made.what, scene)}</p>
      <p className={css.note}>
        <Chip tone={STAND_TONES[stand]}>{stand}</Chip> {whenOf(made, scene.clock.start)}
        {ended === null ? null : `; ${ended}`}
      </p>
      <p className={css.note}>{whoseOf(made)}</p>
      {made.number === null ? null : (
        <Undo made={made} number={made.number} isNow={stand === "in force"} />
      )}
    </li>
  );
}

function whoseOf({ by, wall }: Made): string {
  if (by === null) return "In the scenario from the beginning.";
  return wall === null ? `By ${by}.` : `By ${by}, ${wallTime(wall)} (your time).`;
}

interface UndoProps {
  readonly made: Made;
  readonly number: number;
  /** Whether it is in force where the twin stands. */
  readonly isNow: boolean;
}

/** Ways to have it undone: ended from now on, or never made, in a twin of its own. */
function Undo({ made, number, isNow }: UndoProps) {
  const twin = useTwin();
  const mayNotCommand = useWhyNot("command_twin");
  const mayNotMake = useWhyNot("create_twin");
  const { isBusy, error, run } = useDoing();
  const ending = isNow ? endingOf(made.what) : null;
  const end = async () => {
    if (ending === null) return;
    await twin.command({ do: "intervene", what: ending });
    sayDone("It is ended from now on.");
  };
  return (
    <>
      <div className={css.small}>
        {ending === null ? null : (
          <Button whyNot={mayNotCommand} disabled={isBusy} onClick={() => run(end)}>
            End it now
          </Button>
        )}
        <Button
          whyNot={mayNotMake}
          disabled={isBusy}
          title="Makes a twin in which it has never happened; this one stays as it is"
          onClick={() => run(() => without(twin.id, number))}
        >
          A twin without it
        </Button>
      </div>
      {error === null ? null : (
        <p className={css.wrong} role="alert">
          {messageOf(error)}
        </p>
      )}
    </>
  );
}

async function without(id: string, number: number): Promise<void> {
  const { name } = await getTwin(id, new AbortController().signal);
  const made = await twinWithout(id, number, `${name}, without ${number}`.slice(0, 200));
  sayDone("Made: in this twin it has never happened.");
  navigate(pathOf("city", made.id));
}
