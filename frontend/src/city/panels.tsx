import { type ComponentType, useState } from "react";

import { Kpis } from "../kpis/kpis.tsx";
import { TwinLevers } from "../levers/twin_levers.tsx";
import { Legend } from "../map/legend.tsx";
import { StationPanel } from "../station/station_panel.tsx";
import { ForecastTab, TwinTab } from "../twins/tabs.tsx";
import { Button } from "../ui/button.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useAddressState } from "../url/address.ts";
import { CITY_FIELDS } from "./city_fields.ts";
import css from "./panels.module.css";
import { useIsNarrow } from "./use_is_narrow.ts";

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

/** In these one chooses stations on the map, and stays meanwhile; also in another city, such as the
 * fork that has just been made. */
const STAYS = new Set(["levers", "twin", "forecast"]);
const stayed = new Map<string, string>(); // by the label of the tabs

/** The panels around the map; on a narrow screen the tabs of one sheet below it. */
export function Panels() {
  const isNarrow = useIsNarrow();
  const [{ station }] = useAddressState(CITY_FIELDS);
  const right = station === null ? RIGHT : [STATION, ...RIGHT];
  if (isNarrow) {
    const sheet = station === null ? [...RIGHT, ...LEFT] : [STATION, ...RIGHT, ...LEFT];
    return (
      <section className={css.sheet} aria-label="About the city">
        <Tabbed about={station} label="About the city" panels={sheet} />
      </section>
    );
  }
  return (
    <>
      <Side side="left" label="Map and levers">
        <Tabbed about={null} label="Map and levers" panels={LEFT} />
      </Side>
      <Side side="right" label="Network and stations">
        <Tabbed about={station} label="Network and stations" panels={right} />
      </Side>
    </>
  );
}

interface SideProps {
  readonly side: "left" | "right";
  readonly label: string;
  readonly children: React.ReactNode;
}

function Side({ side, label, children }: SideProps) {
  const [isOpen, setOpen] = useState(true);
  const sign = (side === "left") === isOpen ? "‹" : "›";
  return (
    <section className={`${css.side ?? ""} ${css[side] ?? ""}`} aria-label={label}>
      <Button
        look="tool"
        className={css.fold}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? "Hide" : "Show"}: ${label}`}
        onClick={() => setOpen(!isOpen)}
      >
        {sign}
      </Button>
      {isOpen ? <div className={css.content}>{children}</div> : null}
    </section>
  );
}

interface TabbedProps {
  readonly label: string;
  readonly panels: readonly Panel[];
  /** What the first panel is about: with another one it is shown again. */
  readonly about: string | null;
}

function Tabbed({ label, panels, about }: TabbedProps) {
  const [chosen, setChosen] = useState(stayed.get(label) ?? panels[0]?.value ?? "");
  const choose = (value: string) => {
    setChosen(value);
    if (STAYS.has(value)) stayed.set(label, value);
    else stayed.delete(label);
  };
  const [shownAbout, setShownAbout] = useState(about);
  if (shownAbout !== about) {
    setShownAbout(about);
    if (!STAYS.has(chosen)) setChosen(panels[0]?.value ?? "");
  }
  const shown = panels.find((panel) => panel.value === chosen) ?? panels[0];
  if (shown === undefined) return null;
  if (panels.length === 1) return <shown.Content />;
  const tabs = panels.map(({ value, label: name, Content }) => ({
    value,
    label: name,
    content: <Content />,
  }));
  return <Tabs label={label} tabs={tabs} value={shown.value} onChoose={choose} />;
}
