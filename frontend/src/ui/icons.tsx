/** Signs that fonts do not have everywhere. */

/** Cross hairs: a place on the map. */
export function AimIcon() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden>
      <circle cx="8" cy="8" r="4.5" strokeWidth="1.5" />
      <path d="M8 0.5v5M8 10.5v5M0.5 8h5M10.5 8h5" strokeWidth="1.5" />
    </svg>
  );
}
