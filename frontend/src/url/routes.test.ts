import { describe, expect, it } from "vitest";

import { pathOf, routeOf, VIEWS } from "./routes.ts";

describe("routes", () => {
  it("gives every view back from its own path", () => {
    for (const view of VIEWS) expect(routeOf(pathOf(view))).toEqual({ view, id: null });
  });

  it("gives every thing back from its own path, whatever its id", () => {
    for (const view of ["city", "sweeps", "runs", "scenarios"] as const) {
      for (const id of ["0190c5a1", "a b/c", "100%", "ü?#"]) {
        expect(routeOf(pathOf(view, id))).toEqual({ view, id });
      }
    }
  });

  it("shows one twin as a city, and all twins as a list", () => {
    expect(routeOf("/twins/0190c5a1")).toEqual({ view: "city", id: "0190c5a1" });
    expect(routeOf("/twins")).toEqual({ view: "twins", id: null });
  });

  it("knows no other paths", () => {
    for (const path of ["/nowhere", "/compare/1", "/runs/1/2", "/index.html"]) {
      expect(routeOf(path)).toBeNull();
    }
  });

  it("takes an id that is not well encoded as it is", () => {
    expect(routeOf("/runs/%zz")).toEqual({ view: "runs", id: "%zz" });
  });
});
