/** Which view an address shows, and of which thing. */

export const VIEWS = ["city", "twins", "compare", "sweeps", "runs", "scenarios"] as const;
export type View = (typeof VIEWS)[number];

export interface Route {
  readonly view: View;
  /** Of the thing that is shown (a twin in the city, else a run, sweep or scenario), if any. */
  readonly id: string | null;
}

const FOLDERS: Readonly<Record<string, View>> = {
  twins: "twins",
  compare: "compare",
  sweeps: "sweeps",
  runs: "runs",
  scenarios: "scenarios",
};

/** Return the route of a path, or null where no view has it. */
export function routeOf(path: string): Route | null {
  const [folder = "", id = null, ...rest] = path.split("/").filter((part) => part !== "");
  if (rest.length > 0) return null;
  if (folder === "") return { view: "city", id: null };
  const view = FOLDERS[folder];
  if (view === undefined) return null;
  if (id === null) return { view, id: null };
  if (view === "compare") return null;
  // One twin is a city; all of them are a list.
  return { view: view === "twins" ? "city" : view, id: decoded(id) };
}

/** Return the path of a view, or of one thing in it. */
export function pathOf(view: View, id: string | null = null): string {
  if (view === "city") return id === null ? "/" : `/twins/${encodeURIComponent(id)}`;
  return id === null ? `/${view}` : `/${view}/${encodeURIComponent(id)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray percent sign: there will be nothing of this id
  }
}
