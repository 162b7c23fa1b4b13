import { Suspense, useEffect, useRef, useState } from "react";

import { Guide } from "../guide/guide.tsx";
import { Help } from "../keys/help.tsx";
import { onKey, useKeys } from "../keys/registry.ts";
import { Busy } from "../ui/busy.tsx";
import { Empty } from "../ui/empty.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { useFocusKept } from "../ui/use_focus_kept.ts";
import { goToView, useRoute } from "../url/address.ts";
import { Link } from "../url/link.tsx";
import { type Route, VIEWS } from "../url/routes.ts";
import { Bar } from "./bar.tsx";
import { Crashed } from "./crashed.tsx";
import css from "./shell.module.css";
import { LAZY_VIEWS, LETTERS, TITLES } from "./views.ts";

const GO_TO = VIEWS.filter((view) => LAZY_VIEWS[view] !== undefined).map((view) => ({
  keys: `g ${LETTERS[view]}`,
  label: TITLES[view],
  group: "Go to",
  run: () => goToView(view),
}));

/** What stands around every view: the bar above it, and the view of the address below. */
export function Shell() {
  const route = useRoute();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const help = { keys: "?", label: "This list", group: "Page", run: () => setHelpOpen(true) };
  useKeys([...GO_TO, help]);
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const view = useRef<HTMLElement>(null);
  useFocusKept(view, JSON.stringify(route));
  const title = route === null ? "Not found" : TITLES[route.view];
  useEffect(() => {
    document.title = `${title} · Voltwin`;
  }, [title]);
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#view">
        Skip to the view
      </a>
      <Bar route={route} onHelp={() => setHelpOpen(true)} />
      <main ref={view} id="view" className={css.view} tabIndex={-1}>
        <Crashed about={JSON.stringify(route)}>
          <Viewed route={route} />
        </Crashed>
      </main>
      <Guide />
      <Toasts />
      {isHelpOpen ? <Help onClose={() => setHelpOpen(false)} /> : null}
    </div>
  );
}

function Viewed({ route }: { readonly route: Route | null }) {
  const Shown = route === null ? undefined : LAZY_VIEWS[route.view];
  if (route === null || Shown === undefined) {
    return (
      <Empty title="There is no such page" actions={<Link to="/runs">See the runs</Link>}>
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
