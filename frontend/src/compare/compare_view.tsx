import { useAddressState } from "../url/address.ts";
import { Beginning } from "./beginning.tsx";
import { ComparisonPage } from "./comparison_page.tsx";
import { COMPARE_FIELDS } from "./fields.ts";
import { TwinsBeside } from "./twins_beside.tsx";

/** Two scenarios, or two twins, held against each other. */
export default function CompareView() {
  const [{ of, left, right }] = useAddressState(COMPARE_FIELDS);
  if (of !== null) return <ComparisonPage key={of} id={of} />;
  if (left !== null && right !== null) {
    return <TwinsBeside key={`${left} ${right}`} left={left} right={right} />;
  }
  return <Beginning />;
}
