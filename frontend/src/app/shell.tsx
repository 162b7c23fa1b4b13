import { Suspense, useEffect } from "react";

import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { useRoute } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { Bar } from "./bar.tsx";
import css from "./shell.module.css";
import { LAZY_VIEWS, TITLES } from "./views.ts";

/** What stands around every view: the bar above it, and the view of the address below. */
export function Shell() {
  const route = useRoute();
  const title = route === null ? "Not found" : TITLES[route.view];
  useEffect(() => {
    document.title = `${title} · Voltwin`;
  }, [title]);
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#view">
        Skip to the view
      </a>
      <Bar view={route?.view ?? null} />
      <main id="view" className={css.view} tabIndex={-1}>
        <View />
      </main>
    </div>
  );
}

function View() {
  const route = useRoute();
  const Shown = route === null ? undefined : LAZY_VIEWS[route.view];
  if (route === null || Shown === undefined) {
    return (
      <Empty title="There is no such page" actions={<Link to="/runs">Runs</Link>}>
        Nothing is at this address. The bar above leads to all that there is.
      </Empty>
    );
  }
  return (
    <Suspense fallback={<Busy what={`Opening ${TITLES[route.view].toLowerCase()}`} />}>
      <Shown id={route.id} />
    </Suspense>
  );
}
