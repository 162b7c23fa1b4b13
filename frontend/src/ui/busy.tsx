import css from "./busy.module.css";

/** Says that something is being loaded or computed; it appears after a moment, so that what is
 * there at once does not flicker. */
export function Busy({ what }: { readonly what: string }) {
  return (
    <div className={css.busy} role="status" data-busy="">
      <span className={css.ring} aria-hidden="true" />
      {what}
    </div>
  );
}
