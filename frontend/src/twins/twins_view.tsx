import { useMemo, useState } from "react";

import { useWhyNot } from "../api/me.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data_table.tsx";
import { Empty } from "../ui/empty.tsx";
import { Input } from "../ui/field.tsx";
import { counted } from "../ui/numbers.ts";
import { ProblemBox } from "../ui/problem_box.tsx";
import view from "../ui/view.module.css";
import { useAddressState } from "../url/address.ts";
import { optionalText, text } from "../url/fields.ts";
import { Link } from "../url/link.tsx";
import { NewTwin } from "./new_twin.tsx";
import { found, type Names, type Twin } from "./twin.ts";
import css from "./twins_view.module.css";
import { columnsOf } from "./twins_columns.tsx";
import { useTwins } from "./use_twins.ts";

const FIELDS = { search: text(), order: optionalText() };

/** All twins of the server, the newest first. */
export default function TwinsView() {
  const { asked, names } = useTwins();
  if (asked.isFirst) return <Busy what="Loading the twins" />;
  if (asked.value === null) {
    const what = "The twins could not be loaded";
    return <ProblemBox what={what} error={asked.error} again={asked.again} />;
  }
  if (asked.value.length === 0) {
    const actions = (
      <>
        <NewButton />
        <Link to="/scenarios">Choose a scenario</Link>
      </>
    );
    return (
      <Empty title="No twins yet" actions={actions}>
        A twin is a scenario that is alive: it is played, sought, changed and forked, and many may
        watch it at once.
      </Empty>
    );
  }
  return (
    <div className={view.list}>
      <Listed twins={asked.value} names={names} changed={asked.again} />
    </div>
  );
}

interface ListedProps {
  readonly twins: readonly Twin[];
  readonly names: Names;
  readonly changed: () => void;
}

function Listed({ twins, names, changed }: ListedProps) {
  const [{ search, order }, change] = useAddressState(FIELDS);
  const columns = useMemo(() => columnsOf(names, changed), [names, changed]);
  const some = useMemo(() => found(twins, search, names), [twins, search, names]);
  const [by, way] = order?.split(" ") ?? [];
  return (
    <>
      <header className={view.head}>
        <h1>Twins</h1>
        <p className={view.note} role="status">
          {summaryOf(twins, some)}
        </p>
        <div className={`${view.actions ?? ""} ${css.tools ?? ""}`}>
          <Search search={search} onSearch={(said) => change({ search: said })} />
          <NewButton />
        </div>
      </header>
      {some.length === 0 ? (
        <NoneFound search={search} onAll={() => change({ search: "" })} />
      ) : (
        <div className={view.rest}>
          <DataTable
            label="Twins"
            columns={columns}
            rows={some}
            keyOf={(twin) => twin.id}
            order={by === undefined ? null : { by, down: way === "down" }}
            onOrder={(chosen) => change({ order: `${chosen.by} ${chosen.down ? "down" : "up"}` })}
          />
        </div>
      )}
    </>
  );
}

interface SearchProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

function Search({ search, onSearch }: SearchProps) {
  return (
    <div className={css.search}>
      <Input
        label="Search name, maker, origin or state"
        type="search"
        value={search}
        onChange={(event) => onSearch(event.target.value)}
      />
    </div>
  );
}

function NoneFound({ search, onAll }: { readonly search: string; readonly onAll: () => void }) {
  return (
    <Empty
      title={`No twin is found by “${search}”`}
      actions={<Button onClick={onAll}>Show all twins</Button>}
    />
  );
}

function summaryOf(twins: readonly Twin[], some: readonly Twin[]): string {
  const playing = some.filter(({ state }) => state === "playing").length;
  const many =
    some.length === twins.length
      ? counted(twins.length, "twin")
      : `${some.length} of ${counted(twins.length, "twin")}`;
  return `${many}, ${playing} playing`;
}

function NewButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="main" whyNot={useWhyNot("create_twin")} onClick={() => setOpen(true)}>
        New twin
      </Button>
      {isOpen ? <NewTwin onClose={() => setOpen(false)} /> : null}
    </>
  );
}
