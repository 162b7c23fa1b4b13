import { useKeys } from "../keys/registry.ts";
import { Button } from "../ui/button.tsx";
import { navigate, useRoute } from "../url/address.ts";
import css from "./guide.module.css";
import { useGuide } from "./guide_state.ts";
import { nextStep, type Step, STEPS } from "./steps.ts";
import { anchorOf, useNoticing } from "./use_noticing.ts";

/** A short guided start. It blocks nothing, notices what is done, and can be left and gone on with. */
export function Guide() {
  const { done, isOpen, open, close } = useGuide();
  const step = nextStep(done);
  useNoticing(isOpen ? step : null);
  useKeys([
    { keys: "h", label: "Guided start", group: "Page", run: isOpen ? close : open },
    ...(isOpen
      ? [{ keys: "w", label: "Show the step", group: "Guided start", run: () => show(step) }]
      : []),
  ]);
  const isInCity = useRoute()?.view === "city";
  const isBegun = done.length > 0;
  if (!isOpen || !(isInCity || isBegun)) return null;
  return (
    <aside className={css.guide} aria-label="Guided start">
      <header className={css.head}>
        <h2>{step === null ? "That was all" : step.title}</h2>
        <span className={css.count}>
          {numberOf(step)} of {STEPS.length}
        </span>
        <Button look="tool" aria-label="Close the guided start" onClick={close}>
          ✕
        </Button>
      </header>
      <p role="status">{step?.text ?? THE_END}</p>
      <Dots done={done} step={step} />
      {step === null ? <End /> : <Ways step={step} />}
    </aside>
  );
}

function numberOf(step: Step | null): number {
  return step === null ? STEPS.length : STEPS.indexOf(step) + 1;
}

const THE_END =
  "Compare holds scenarios against each other with many replications, Sweeps varies several levers at once.";

function Dots({ done, step }: { readonly done: readonly string[]; readonly step: Step | null }) {
  return (
    <ol className={css.dots} aria-label="Steps">
      {STEPS.map(({ id, title }) => (
        <li
          key={id}
          title={title}
          data-done={done.includes(id)}
          aria-current={id === step?.id ? "step" : undefined}
        >
          <span className="unseen">
            {title}: {done.includes(id) ? "done" : "to do"}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Ways({ step }: { readonly step: Step }) {
  const { done, note } = useGuide();
  const isInCity = useRoute()?.view === "city";
  return (
    <div className={css.ways}>
      {isInCity ? (
        <Button onClick={() => show(step)}>Show me</Button>
      ) : (
        <Button look="main" onClick={() => navigate("/")}>
          Go to the city
        </Button>
      )}
      <Button look="tool" onClick={() => note([...done, step.id])}>
        Skip this step
      </Button>
    </div>
  );
}

function End() {
  const { again, close } = useGuide();
  return (
    <div className={css.ways}>
      <Button look="main" onClick={close}>
        Close
      </Button>
      <Button look="tool" onClick={again}>
        From the beginning
      </Button>
    </div>
  );
}

const SLIDER = "[role=slider]"; // before the button that takes back what it does
const OPERABLE = "button:not(:disabled), a, input, select, [role=tab]";

/** Bring the focus to where a step is done. */
function show(step: Step | null): void {
  const anchor = anchorOf(step);
  anchor?.scrollIntoView({ block: "nearest" });
  const target =
    anchor?.matches(`${SLIDER}, ${OPERABLE}`) === true
      ? anchor
      : (anchor?.querySelector(SLIDER) ?? anchor?.querySelector(OPERABLE));
  if (target instanceof HTMLElement) target.focus();
}
