import { Empty } from "../ui/empty.tsx";

/** All runs of the server. */
export default function RunsView() {
  return <Empty title="No runs yet" />;
}
