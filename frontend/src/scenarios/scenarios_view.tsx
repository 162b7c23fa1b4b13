import { Empty } from "../ui/empty.tsx";

/** All scenarios of the server. */
export default function ScenariosView() {
  return <Empty title="No scenarios yet" />;
}
