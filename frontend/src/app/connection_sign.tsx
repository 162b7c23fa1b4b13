import { useConnection } from "../api/connection.ts";
import css from "./connection_sign.module.css";

/** Says that the server does not answer, for as long as it does not. */
export function ConnectionSign() {
  const isLost = useConnection((connection) => connection.lostAt !== null);
  return (
    <div role="status" className={css.sign}>
      {isLost ? (
        <span className={css.lost}>
          <span aria-hidden="true">⚠</span> No connection to the server; trying again
        </span>
      ) : null}
    </div>
  );
}
