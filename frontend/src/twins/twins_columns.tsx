/** Columns of the table of twins. */

import { momentOf } from "../live/moment.ts";
import { speedWords } from "../player/speeds.ts";
import { Chip } from "../ui/chip.tsx";
import { wallTime, YOUR_TIME } from "../ui/city_time.ts";
import type { TableColumn } from "../ui/data_table.tsx";
import { count, NONE } from "../ui/numbers.ts";
import { Link } from "../url/link.tsx";
import { pathOf } from "../url/routes.ts";
import { addressOfOrigin, madeFrom, type Names, STATE_MEANINGS, TONES, type Twin } from "./twin.ts";
import { TwinMenu } from "./twin_menu.tsx";

/** Return the columns.
 *
 * @param changed is told when something has been done to a twin from the table.
 */
export function columnsOf(names: Names, changed: () => void): readonly TableColumn<Twin>[] {
  const menu = {
    key: "do",
    title: "",
    cell: (twin: Twin) => <TwinMenu twin={twin} changed={changed} />,
  };
  // Beside the name, so that a narrow window need not be scrolled for it.
  return [nameColumn, menu, ...howItStands(), ...whatItIs(names), ...whoseItIs()];
}

const nameColumn: TableColumn<Twin> = {
  key: "name",
  title: "Name",
  cell: (twin) => <Link to={pathOf("city", twin.id)}>{twin.name}</Link>,
  order: (twin) => twin.name,
};

function whatItIs(names: Names): TableColumn<Twin>[] {
  return [
    {
      key: "from",
      title: "Made from",
      cell: (twin) => {
        const address = addressOfOrigin(twin);
        const text = madeFrom(twin, names);
        return address === null ? text : <Link to={address}>{text}</Link>;
      },
      order: (twin) => madeFrom(twin, names),
    },
    {
      key: "stations",
      title: "Stations",
      isNumber: true,
      cell: (twin) => count(twin.stations),
      order: (twin) => twin.stations,
    },
  ];
}

function howItStands(): TableColumn<Twin>[] {
  return [
    {
      key: "state",
      title: "State",
      width: 110,
      cell: ({ state }) => (
        <span title={STATE_MEANINGS[state]}>
          <Chip tone={TONES[state]}>{state}</Chip>
        </span>
      ),
      order: (twin) => twin.state,
    },
    {
      key: "now",
      title: "City time",
      meaning: "Where it stands in simulated time, not in yours",
      cell: (twin) => momentOf(twin.start, twin.now_s),
      order: (twin) => momentOf(twin.start, twin.now_s).slice(4),
    },
    {
      key: "speed",
      title: "Speed",
      meaning: "Simulated time for each second of yours; in brackets that at which it is to play",
      cell: (twin) =>
        twin.state === "playing"
          ? `${speedWords(Math.round(twin.speed))}${twin.late ? ", late" : ""}`
          : `(${speedWords(twin.wanted_speed)})`,
      order: (twin) => twin.speed,
    },
    {
      key: "watchers",
      title: "Watchers",
      isNumber: true,
      cell: (twin) => count(twin.watchers),
      order: (twin) => twin.watchers,
    },
  ];
}

function whoseItIs(): TableColumn<Twin>[] {
  return [
    {
      key: "commands",
      title: "Commands",
      meaning: "That have been given to it",
      isNumber: true,
      cell: (twin) => (twin.commands === 0 ? NONE : count(twin.commands)),
      order: (twin) => twin.commands,
    },
    { key: "by", title: "Made by", cell: (twin) => twin.by, order: (twin) => twin.by },
    {
      key: "created",
      title: "Made",
      unit: YOUR_TIME,
      meaning: "In your own time, not the city's",
      cell: (twin) => wallTime(twin.created_at),
      order: (twin) => twin.created_at,
    },
  ];
}
