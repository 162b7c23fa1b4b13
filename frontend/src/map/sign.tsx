import { type Piece, SIGN_PX } from "./signs.ts";

/** A sign of the map in its legend; the words beside it say the same. */
export function Sign({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <svg
      width={SIGN_PX}
      height={SIGN_PX}
      viewBox={`0 0 ${SIGN_PX} ${SIGN_PX}`}
      fillRule="evenodd"
      aria-hidden="true"
    >
      {pieces.map(({ path, fill }) => (
        <path key={path} d={path} fill={fill} />
      ))}
    </svg>
  );
}
