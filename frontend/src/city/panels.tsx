import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from "react";

import { Kpis } from "../kpis/kpis.tsx";
import { OVER_MAP } from "../map/free_space.ts";
import { Legend } from "../map/legend.tsx";
import { ForecastTab, TwinTab } from "../twins/tabs.tsx";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useFocusKept } from "../ui/use_focus_kept.ts";
import { useAddressState } from "../url/address.ts";
import { panelIsOpen, useAskedFor } from "./asked_for.ts";
import { CITY_FIELDS } from "./city_fields.ts";
import css from "./panels.module.css";
import { useIsNarrow } from "./use_is_narrow.ts";

// What is not seen at first is loaded when it is opened.
const TwinLevers = lazy(() =>
  import("../levers/twin_levers.tsx").then((module) => ({ default: module.TwinLevers })),
);
const StationPanel = lazy(() =>
  import("../station/station_panel.tsx").then((module) => ({ default: module.StationPanel })),
);

interface Panel {
  readonly value: string;
  readonly label: string;
  readonly Content: ComponentType;
}

/** What stands to the left of the map; further panels are added here. */
const LEFT: readonly Panel[] = [
  { value: "map", label: "Map", Content: Legend },
  { value: "levers", label: "Levers", Content: TwinLevers },
  { value: "twin", label: "Twin", Content: TwinTab },
  { value: "forecast", label: "Forecast", Content: ForecastTab },
];

/** And to the right. */
const RIGHT: readonly Panel[] = [{ value: "network", label: "Network", Content: Kpis }];
const STATION: Panel = { value: "station", label: "Station", Content: StationPanel };

const ROOM_FOR_BOTH_PX = 1000;
/** In these one chooses stations on the map, and stays meanwhile; also in another city, such as the
 * fork that has just been made. */
const STAYS = new Set(["levers", "twin", "forecast"]);
const stayed = new Map<string, string>(); // by the label of the tabs

/** The panels around the map; on a narrow screen the tabs of one sheet below it. */
export function Panels() {
  const isNarrow = useIsNarrow();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const right = station === null ? RIGHT : [STATION, ...RIGHT];
  if (isNarrow) return <Sheet station={station} panels={[...right, ...LEFT]} />;
  return (
    <>
      <Side side="left" label="Map and levers" about={null} panels={LEFT} />
      <Side side="right" label="Network and stations" about={station} panels={right} />
    </>
  );
}

interface SheetProps {
  readonly station: string | null;
  readonly panels: readonly Panel[];
}

function Sheet({ station, panels }: SheetProps) {
  const box = useRef<HTMLElement>(null);
  useFocusKept(box, station ?? "");
  return (
    <section ref={box} className={css.sheet} aria-label="About the city" tabIndex={-1}>
      <Tabbed about={station} label="About the city" panels={panels} />
    </section>
  );
}

interface SideProps {
  readonly side: "left" | "right";
  readonly label: string;
  /** What is shown in it: another one is another content. */
  readonly about: string | null;
  readonly panels: readonly Panel[];
}

function Side({ side, label, about, panels }: SideProps) {
  const [isOpen, setOpen] = useState(side === "right" || window.innerWidth >= ROOM_FOR_BOTH_PX);
  const box = useRef<HTMLElement>(null);
  useFocusKept(box, about ?? "");
  const asked = useAskedIn(panels);
  if (asked !== null && !isOpen) setOpen(true);
  const sign = (side === "left") === isOpen ? "‹" : "›";
  return (
    <section
      ref={box}
      className={`${css.side ?? ""} ${css[side] ?? ""}`}
      aria-label={label}
      tabIndex={-1}
      {...{ [OVER_MAP]: side }}
    >
      <Button
        look="tool"
        className={css.fold}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? "Hide" : "Show"}: ${label}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? sign : `${label} ${sign}`}
      </Button>
      {isOpen ? (
        <div className={css.content}>
          <Tabbed about={about} label={label} panels={panels} />
        </div>
      ) : null}
    </section>
  );
}

/** Which of some panels a key asks for, if any. */
function useAskedIn(panels: readonly Panel[]): string | null {
  const asked = useAskedFor(({ panel }) => panel);
  return panels.some(({ value }) => value === asked) ? asked : null;
}

interface TabbedProps {
  readonly label: string;
  readonly panels: readonly Panel[];
  /** What the first panel is about: with another one it is shown again. */
  readonly about: string | null;
}

function Tabbed({ label, panels, about }: TabbedProps) {
  const { shown, choose } = useChosen(label, panels, about);
  if (shown === undefined) return null;
  if (panels.length === 1) return <shown.Content />;
  const tabs = panels.map(({ value, label: name, Content }) => ({
    value,
    label: name,
    content: (
      <Suspense fallback={<Busy what={`Opening: ${name.toLowerCase()}`} />}>
        <Content />
      </Suspense>
    ),
  }));
  return <Tabs label={label} tabs={tabs} value={shown.value} onChoose={choose} />;
}

/** Which of the panels is shown: the one that was chosen, or is asked for by a key. */
function useChosen(label: string, panels: readonly Panel[], about: string | null) {
  const first = panels[0]?.value ?? "";
  const [chosen, setChosen] = useState(stayed.get(label) ?? first);
  const choose = (value: string) => {
    setChosen(value);
    if (STAYS.has(value)) stayed.set(label, value);
    else stayed.delete(label);
  };
  const [shownAbout, setShownAbout] = useState(about);
  if (shownAbout !== about) {
    setShownAbout(about);
    if (!STAYS.has(chosen)) setChosen(first);
  }
  const asked = useAskedIn(panels);
  if (asked !== null && chosen !== asked) setChosen(asked);
  useEffect(() => {
    if (asked !== null) panelIsOpen();
  }, [asked]);
  return { shown: panels.find(({ value }) => value === chosen) ?? panels[0], choose };
}
