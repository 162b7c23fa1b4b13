import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";

import { Measured } from "./measured.tsx";

const seen = (markup: string) => markup.replace(/<[^>]*>/g, "");

describe("a number of the API", () => {
  it("can be held against what was told", () => {
    const markup = renderToStaticMarkup(
      <Measured measure="lost_share" of="mean" value={0.2119809} text="21.2 %" />,
    );
    expect(markup).toContain('data-measure="lost_share"');
    expect(markup).toContain('data-of="mean"');
    expect(markup).toContain('data-value="0.2119809"');
    expect(seen(markup)).toBe("21.2 %");
  });

  it("is nought where it is nought, and a dash with its reason where there is none", () => {
    const nought = renderToStaticMarkup(<Measured measure="lost" value={0} text="0" />);
    const none = renderToStaticMarkup(
      <Measured measure="lost" value={null} text="0" missing="not yet computed" />,
    );
    expect(seen(nought)).toBe("0");
    expect(seen(none)).toBe("–not yet computed");
    expect(none).toContain('aria-hidden="true">–<');
    expect(none).toContain('data-value=""');
  });
});
