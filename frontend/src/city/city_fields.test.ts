import { expect, it } from "vitest";

import { readState, writeState } from "../url/fields.ts";
import { CITY_FIELDS } from "./city_fields.ts";

const CAMERA = { lon: 10.01234, lat: 53.5, zoom: 11.25, pitch: 42, bearing: -10 };

it("keeps a camera in the address, to a metre", () => {
  const query = writeState(CITY_FIELDS, "", { camera: { ...CAMERA, lon: 10.012341 } });
  expect(query).toBe("camera=10.01234,53.5,11.25,42,-10");
  expect(readState(CITY_FIELDS, query).camera).toEqual(CAMERA);
});

it("takes a camera that cannot be for none", () => {
  for (const text of ["", "1,2", "1,2,3,4,5,6", "1,95,3,4,5", "a,b,c,d,e", "1,,3,4,5"]) {
    expect(readState(CITY_FIELDS, `camera=${text}`).camera).toBeNull();
  }
});
