// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";

import { useLetGo } from "./use_let_go.ts";

function Choice() {
  return (
    <select {...useLetGo()} onChange={() => null} value="1" aria-label="Speed">
      <option>1</option>
      <option>2</option>
    </select>
  );
}

afterEach(cleanup);

it("lets the focus go when the pointer has chosen, and keeps it for keys", () => {
  render(<Choice />);
  const choice = screen.getByLabelText("Speed");
  choice.focus();
  fireEvent.keyDown(choice, { key: "ArrowDown" });
  fireEvent.input(choice, { target: { value: "2" } });
  expect(document.activeElement).toBe(choice);
  fireEvent.pointerDown(choice);
  fireEvent.input(choice, { target: { value: "2" } });
  expect(document.activeElement).toBe(document.body);
});
