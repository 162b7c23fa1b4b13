import { describe, expect, it } from "vitest";

import { csvOf } from "./csv.ts";

describe("CSV", () => {
  it("has names, then rows, with empty fields for what is not there", () => {
    const rows = [
      ["s1", 0.125],
      ["s2", null],
    ];
    expect(csvOf(["station", "lost_share"], rows)).toBe(
      "station,lost_share\r\ns1,0.125\r\ns2,\r\n",
    );
  });

  it("quotes what would be read as something else", () => {
    expect(csvOf(["a"], [['say "hi", twice\n']])).toBe('a\r\n"say ""hi"", twice\n"\r\n');
  });
});
