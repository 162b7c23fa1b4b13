import type { ViewProps } from "../app/view_props.ts";
import { RunPage } from "./run_page.tsx";
import { RunsList } from "./runs_list.tsx";

/** All runs of the server, or one of them. */
export default function RunsView({ id }: ViewProps) {
  return id === null ? <RunsList /> : <RunPage key={id} id={id} />;
}
