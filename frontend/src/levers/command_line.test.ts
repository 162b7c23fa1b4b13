import { describe, expect, it } from "vitest";

import { compareCommand, fileNameOf, quoted } from "./command_line.ts";

describe("the command that asks the same", () => {
  it("has all that was asked", () => {
    const command = compareCommand({
      file: "moving-city.yaml",
      variants: [["stations[*].chargers+=2", "demand.multiplier*=1.2"]],
      replications: 16,
      until: "1d",
      seed: 7,
    });
    expect(command).toBe(
      "voltwin compare moving-city.yaml --set 'stations[*].chargers+=2; demand.multiplier*=1.2' " +
        "--replications 16 --until 1d --seed 7",
    );
  });

  it("leaves nothing to the shell", () => {
    expect(quoted("it's")).toBe(`'it'\\''s'`);
    expect(quoted("$(reboot)")).toBe("'$(reboot)'");
  });

  it("names a file after what it holds", () => {
    expect(fileNameOf("Demo city, 2 (new)")).toBe("demo-city-2-new");
    expect(fileNameOf("//")).toBe("scenario");
  });
});
