import { api, type Schemas, told } from "../api/client.ts";
import { ProblemError } from "../api/problem.ts";
import { useAsked } from "../api/use_asked.ts";
import type { ViewProps } from "../app/view_props.ts";
import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { ProblemBox } from "../ui/problem_box.tsx";
import { Link } from "../url/link.tsx";
import { TwinView } from "./twin_view.tsx";

const WAIT_S = 2; // for the demo; then it is said how far it is
const AGAIN_MS = 20;
/** What a new server does until its demo is there. */
const STAGES: Readonly<Record<Schemas["DemoInfo"]["stage"], string>> = {
  compiling: "Compiling the engine. This takes a minute or two, once on this machine",
  city: "Laying out the city",
  simulating: "Simulating the city’s first hours",
  ready: "Opening the city",
};

/** The city: the twin that the address names; without one the demo, or the newest twin there is. */
export default function CityView({ id }: ViewProps) {
  return id === null ? <Home /> : <TwinView key={id} id={id} />;
}

interface First {
  readonly id: string | null;
  readonly isDemo: boolean;
  /** What is still done for it; null once it can be opened. */
  readonly stage: string | null;
}

function Home() {
  const every = ({ stage }: First) => (stage === null ? null : AGAIN_MS);
  const { value, error, again } = useAsked("home", firstTwin, { every });
  if (error !== null) {
    return <ProblemBox what="The city could not be opened" error={error} again={again} />;
  }
  if (value === null) return <Busy what="Preparing the city" />;
  if (value.stage !== null) return <Busy what={value.stage} />;
  if (value.id === null) return <NoTwin />;
  return <TwinView key={value.id} id={value.id} isDemo={value.isDemo} />;
}

async function firstTwin(signal: AbortSignal): Promise<First> {
  const query = { wait: WAIT_S };
  const demo = await told(api.GET("/api/demo", { params: { query }, signal })).catch(
    (error: unknown) => {
      if (error instanceof ProblemError && error.is("not-found")) return null;
      throw error;
    },
  );
  if (demo !== null) {
    return { id: demo.twin_id, isDemo: true, stage: demo.ready ? null : STAGES[demo.stage] };
  }
  const twins = await told(api.GET("/api/twins", { signal }));
  const newest = [...twins.items].sort((one, other) =>
    other.created_at.localeCompare(one.created_at),
  )[0];
  return { id: newest?.id ?? null, isDemo: false, stage: null };
}

function NoTwin() {
  return (
    <Empty
      title="No city is alive here yet"
      actions={
        <>
          <Link to="/twins">Make a twin</Link>
          <Link to="/scenarios">Choose a scenario</Link>
        </>
      }
    >
      A twin is a scenario that runs: it can be played, sought, and changed. Choose a scenario and
      bring it to life.
    </Empty>
  );
}
