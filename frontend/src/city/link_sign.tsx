import { useSnapshot, useTwin } from "../live/use_twin.ts";
import { Busy } from "../ui/busy.tsx";
import { Button } from "../ui/button.tsx";
import { Link } from "../url/link.tsx";
import css from "./link_sign.module.css";

/** Says over the map how it stands with the connection, unless all is well. */
export function LinkSign() {
  const twin = useTwin();
  const { link, now } = useSnapshot();
  if (link.kind === "open" && now !== null) return null;
  return (
    <div className={css.sign} role="status">
      {link.kind === "connecting" || link.kind === "open" ? <Busy what="Opening the city" /> : null}
      {link.kind === "lost" ? (
        <>
          <span>
            The connection to the city is lost; what you see is as it was. Trying again
            {link.tries > 1 ? ` (${link.tries})` : ""}.
          </span>
          <Button onClick={() => twin.retry()}>Try now</Button>
        </>
      ) : null}
      {link.kind === "ended" ? (
        <>
          <span>{link.reason === "" ? "This city cannot be watched any more." : link.reason}</span>
          <Link to="/">Go to the city of this server</Link>
        </>
      ) : null}
    </div>
  );
}
