// @vitest-environment jsdom
import { expect, it } from "vitest";

import { readState, writeState } from "../url/fields.ts";
import { CITY_FIELDS } from "./city_fields.ts";
import { isThere, momentInAddress } from "./time_in_address.ts";

const TIMES = [0, 0.001, 0.0011, 43_211.234_56, 43_211.235_56, 604_799.999_5, 86_400 / 7];

it("is never before the moment that is shown, and less than a thousandth after it", () => {
  for (const now of TIMES) {
    const written = momentInAddress(now);
    expect(written - now).toBeGreaterThanOrEqual(-1e-6);
    expect(written - now).toBeLessThan(0.001);
  }
});

it("stays the same when it is read and written again", () => {
  for (const now of TIMES) {
    const query = writeState(CITY_FIELDS, "", { t: momentInAddress(now) });
    const read = readState(CITY_FIELDS, query).t ?? NaN;
    expect(momentInAddress(read)).toBe(read);
    expect(isThere(now, read)).toBe(true);
  }
});

it("tells the moment of an event from the one before", () => {
  expect(isThere(43_211.234_56, momentInAddress(43_211.235_56))).toBe(false);
});
