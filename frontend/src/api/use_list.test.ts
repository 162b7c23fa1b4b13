// @vitest-environment jsdom
import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { firstOf, type List, useList } from "./use_list.ts";

/** A server that tells a list of numbers, the greatest first. */
class Server {
  all: readonly number[];
  readonly most: number;

  constructor(length: number, most: number) {
    this.all = Array.from({ length }, (_, i) => length - i);
    this.most = most;
  }

  readonly page = (limit: number, before: number | null) => {
    const left = this.all.filter((one) => before === null || one < before);
    const items = left.slice(0, Math.min(limit, this.most));
    const isMore = items.length < left.length;
    return Promise.resolve({ items, next: isMore ? (items.at(-1) ?? null) : null });
  };

  readonly ask = (wanted: number): Promise<List<number>> =>
    firstOf<number, number>(wanted, this.most, this.page);
}

describe("the first of a list", () => {
  it("are as many as are wanted, over pages", async () => {
    const server = new Server(10, 3);
    expect(await server.ask(7)).toEqual({ items: [10, 9, 8, 7, 6, 5, 4], hasOlder: true });
    expect(await server.ask(10)).toMatchObject({ hasOlder: false });
    expect(await server.ask(Infinity)).toEqual({ items: server.all, hasOlder: false });
  });
});

describe("a list that grows", () => {
  it("loses nothing that new ones push down, and nothing that is gone stays", async () => {
    const server = new Server(10, 100);
    const { result } = renderHook(() =>
      useList<number, List<number>>("numbers", server.ask, { step: 4 }),
    );
    const items = () => result.current.asked.value?.items;
    await waitFor(() => expect(items()).toEqual([10, 9, 8, 7]));
    act(() => result.current.older());
    await waitFor(() => expect(items()).toEqual([10, 9, 8, 7, 6, 5, 4, 3]));
    server.all = [13, 12, 11, ...server.all.filter((one) => one !== 8)];
    act(() => result.current.asked.again());
    await waitFor(() => expect(items()).toEqual([13, 12, 11, 10, 9, 7, 6, 5]));
    act(() => result.current.older());
    await waitFor(() => expect(items()).toHaveLength(12));
    act(() => result.current.older());
    expect(items()?.at(-1)).toBe(1);
    expect(result.current.asked.value?.hasOlder).toBe(false);
  });
});
