import { readFileSync } from "node:fs";

import { beforeEach, describe, expect, it } from "vitest";

import { LiveCity } from "./city.ts";
import { UnansweredError } from "./commands.ts";
import type { Message } from "./messages.ts";
import { type Link, TwinSocket, type World } from "./socket.ts";

interface Fixture {
  readonly scene: Record<string, unknown>;
  readonly frames: { readonly bytes: string }[];
}

const FILE = new URL("live_fixture.json", import.meta.url);
const FIXTURE = JSON.parse(readFileSync(FILE, "utf8")) as Fixture;
const FRAMES = FIXTURE.frames.map(
  ({ bytes }) => new Uint8Array(Buffer.from(bytes, "base64")).buffer,
);
const PLAYING = { kind: "state", now: 0, playing: true, speed: 60, wanted_speed: 60, number: 1 };
const GONE = new Error("there is no such twin");

/** A server's end of a socket. */
class Line {
  binaryType = "blob";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly heard: Record<string, unknown>[] = [];
  closedWith: number | null = null;

  send(text: string): void {
    this.heard.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(code: number): void {
    this.closedWith = code;
  }
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  sends(frame: ArrayBuffer | undefined): void {
    this.onmessage?.({ data: frame });
  }
  breaks(code = 1006, reason = ""): void {
    this.onclose?.({ code, reason });
  }
}

let lines: Line[];
let waits: (() => void)[];
let looks: (() => void)[];
let wall: number;
let links: Link[];
let messages: Message[];
let refuses: Error | null;

beforeEach(() => {
  [lines, waits, links, messages, refuses] = [[], [], [], [], null];
  [looks, wall] = [[], 0];
});

async function watching(): Promise<[TwinSocket, LiveCity]> {
  const world: World = {
    address: () => (refuses === null ? Promise.resolve("ws://here") : Promise.reject(refuses)),
    mayComeBack: (error) => error !== GONE,
    open: () => {
      const line = new Line();
      lines.push(line);
      return line as unknown as WebSocket;
    },
    nowMs: () => wall,
    later: (what) => {
      waits.push(what);
      return () => waits.splice(waits.indexOf(what), 1);
    },
    every: (what) => {
      looks.push(what);
      return () => looks.splice(looks.indexOf(what), 1);
    },
    chance: () => 0,
  };
  const city = new LiveCity();
  const socket = new TwinSocket(city, world, {
    link: (link) => links.push(link),
    message: (message) => messages.push(message),
  });
  await settled();
  return [socket, city];
}

/** Lets all that follows from fulfilled promises happen. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Lets seconds go by in which nothing comes. */
function silence(seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    wall += 1000;
    for (const look of [...looks]) look();
  }
}

function line(): Line {
  const last = lines.at(-1);
  if (last === undefined) throw new Error("nothing was opened");
  return last;
}

describe("a twin that is watched", () => {
  it("is open when its scene has come, and shows its frames", async () => {
    const [socket, city] = await watching();
    expect(socket.link.kind).toBe("connecting");
    line().says(FIXTURE.scene);
    line().sends(FRAMES[0]);
    line().sends(FRAMES[1]);
    expect(socket.link.kind).toBe("open");
    expect(city.scene?.places.zones).toBe(2);
    expect(city.tables.number).toBeGreaterThan(1);
  });

  it("acknowledges frames, and asks for a key frame where one cannot be read", async () => {
    await watching();
    line().says(FIXTURE.scene);
    for (const frame of FRAMES.slice(0, 9)) line().sends(frame);
    const acknowledged = line().heard.filter(({ do: what }) => what === "ack");
    expect(acknowledged.length).toBeGreaterThanOrEqual(3);
    line().sends(new ArrayBuffer(70));
    expect(line().heard.at(-1)).toEqual({ do: "key" });
  });

  it("answers each command with what came of it", async () => {
    const [socket] = await watching();
    line().says(FIXTURE.scene);
    const [played, refused] = [socket.command({ do: "play" }), socket.command({ do: "pause" })];
    const refs = line().heard.map(({ ref }) => ref);
    line().says({ kind: "did", do: "step", number: 1 });
    line().says({ kind: "did", do: "play", number: 2, ref: refs[0] });
    line().says({
      kind: "refused",
      ref: refs[1],
      problem: { type: "/problems/forbidden", title: "No", status: 403, detail: "needs planner" },
    });
    expect((await played).number).toBe(2);
    await expect(refused).rejects.toThrow("needs planner");
    expect(messages.map(({ kind }) => kind)).toEqual(["did", "did", "refused"]);
  });

  it("comes back after a connection was lost, with all of it anew", async () => {
    const [socket, city] = await watching();
    line().says(FIXTURE.scene);
    for (const frame of FRAMES.slice(0, 5)) line().sends(frame);
    const asked = socket.command({ do: "play" });
    line().breaks();
    await expect(asked).rejects.toThrow(UnansweredError);
    expect(links.at(-1)).toEqual({ kind: "lost", tries: 1 });
    waits.shift()?.();
    await settled();
    line().says(FIXTURE.scene);
    line().sends(FRAMES[0]);
    expect(lines).toHaveLength(2);
    expect(socket.link.kind).toBe("open");
    expect(city.tables.number).toBe(city.head?.number);
    expect(waits).toHaveLength(0);
  });

  it("keeps trying while the server is away, and at once when it is told to", async () => {
    refuses = new Error("no connection");
    const [socket] = await watching();
    for (let tries = 1; tries < 4; tries += 1) {
      expect(links.at(-1)).toEqual({ kind: "lost", tries });
      socket.retry();
      await settled();
    }
    expect(waits).toHaveLength(1);
  });

  it("notices while it plays that the other end has gone without a word", async () => {
    const [socket] = await watching();
    line().says(FIXTURE.scene);
    line().says({ ...PLAYING, playing: false });
    silence(60);
    expect(line().heard).toEqual([]); // one that stands has nothing to say
    line().says(PLAYING);
    silence(4);
    expect(line().heard).toEqual([{ do: "key" }]);
    line().sends(FRAMES[0]);
    silence(2);
    expect(socket.link.kind).toBe("open");
    silence(7);
    expect(links.at(-1)).toEqual({ kind: "lost", tries: 1 });
    expect(line().closedWith).toBe(1000);
    waits.shift()?.();
    await settled();
    line().says(FIXTURE.scene);
    expect(lines).toHaveLength(2);
    expect(socket.link.kind).toBe("open");
  });

  it("gives a command up where nothing comes any more, not where it takes long", async () => {
    const [socket] = await watching();
    line().says(FIXTURE.scene);
    line().says({ ...PLAYING, playing: false });
    const slow = socket.command({ do: "seek", at: 1 });
    for (let word = 0; word < 5; word += 1) {
      silence(5);
      line().sends(FRAMES[0]); // as it was asked for one
    }
    line().says({ kind: "did", do: "seek", number: 1, ref: 1 });
    expect((await slow).number).toBe(1);
    const dead = socket.command({ do: "pause" });
    silence(9);
    await expect(dead).rejects.toThrow(UnansweredError);
    expect(socket.link.kind).toBe("lost");
  });

  it("asks for a word when the browser says that the network has gone", async () => {
    const [socket] = await watching();
    line().says(FIXTURE.scene);
    socket.doubt();
    silence(4);
    expect(socket.link.kind).toBe("open");
    silence(2);
    expect(socket.link.kind).toBe("lost");
  });

  it("waits longer for the first word, and not for ever", async () => {
    const [socket] = await watching();
    silence(120);
    expect(socket.link.kind).toBe("connecting");
    silence(120);
    expect(socket.link.kind).toBe("lost");
  });

  it("looks no more once it is closed", async () => {
    const [socket] = await watching();
    socket.close();
    expect(looks).toEqual([]);
  });

  it("ends for good where there is no such twin, or it was deleted", async () => {
    refuses = GONE;
    await watching();
    expect(links.at(-1)).toEqual({ kind: "ended", reason: GONE.message });
    refuses = null;
    await watching();
    line().says(FIXTURE.scene);
    line().says({ kind: "bye", reason: "The twin was deleted." });
    line().breaks(1001);
    expect(links.at(-1)).toEqual({ kind: "ended", reason: "The twin was deleted." });
    expect(waits).toHaveLength(0);
  });

  it("says nothing more once it is closed", async () => {
    const [socket] = await watching();
    line().says(FIXTURE.scene);
    const asked = socket.command({ do: "play" });
    socket.close();
    line().breaks(1000);
    expect(line().closedWith).toBe(1000);
    expect(links.at(-1)?.kind).toBe("open");
    await expect(asked).rejects.toThrow(UnansweredError);
    await expect(socket.command({ do: "play" })).rejects.toThrow(UnansweredError);
  });
});
