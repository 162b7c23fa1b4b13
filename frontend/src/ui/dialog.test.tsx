// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { Dialog } from "./dialog.tsx";

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = () => undefined; // which jsdom has not
  HTMLDialogElement.prototype.close = () => undefined;
});
afterEach(cleanup);

describe("a press beside a dialogue", () => {
  it("closes it, and a selection of text that ends there does not", () => {
    const closed = vi.fn();
    render(
      <Dialog title="Name" onClose={closed}>
        <input aria-label="Name" />
      </Dialog>,
    );
    const box = screen.getByRole("dialog", { hidden: true });
    fireEvent.pointerDown(screen.getByRole("textbox", { hidden: true }));
    fireEvent.click(box); // where both have in common what they are in
    expect(closed).not.toHaveBeenCalled();
    fireEvent.pointerDown(box);
    fireEvent.click(box);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});
