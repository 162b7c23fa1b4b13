/**
 * Watches one twin: opens its socket with a ticket, takes what comes into a city, acknowledges,
 * opens again when the connection is lost, and sends commands.
 */

import { waitMs } from "../api/back_off.ts";
import type { LiveCity } from "./city.ts";
import { Commands, UnansweredError } from "./commands.ts";
import { FrameError } from "./frame.ts";
import type { Command, Did, Message } from "./messages.ts";
import { readScene } from "./scene.ts";
import { Silence } from "./silence.ts";

export const PROTOCOL = "voltwin.live.1";
const ACKNOWLEDGE_EACH = 4; // frames, docs/live.md
const MOST_UNREADABLE = 3; // frames, one after the other
const TWIN_GONE = new Set([1000, 1001]); // closed by the server: there is nothing to come back to
const LOST_CODE = 1006; // as a browser has it for a connection that broke off
const LOOK_MS = 1000;
const NO_MORE = 1008; // the token is no longer valid, or nonsense was sent

/** Where a connection stands; `ended` is for good, with the reason. */
export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  | { readonly kind: "lost"; readonly tries: number }
  | { readonly kind: "ended"; readonly reason: string };

/** What a socket needs of the world; tests give something simpler. */
export interface World {
  /** Returns the address of the socket with a ticket in it; throws where that is refused. */
  readonly address: () => Promise<string>;
  /** Whether trying again can help after an error of `address`. */
  readonly mayComeBack: (error: unknown) => boolean;
  readonly open: (address: string) => WebSocket;
  readonly nowMs: () => number;
  readonly later: (what: () => void, ms: number) => () => void;
  /** Does something again and again; returns how to stop. */
  readonly every: (what: () => void, ms: number) => () => void;
  readonly chance: () => number;
}

export interface Heard {
  readonly link?: (link: Link) => void;
  readonly message?: (message: Message) => void;
}

export class TwinSocket {
  link: Link = { kind: "connecting" };
  private socket: WebSocket | null = null;
  private readonly commands = new Commands();
  private tries = 0;
  private unacknowledged = 0;
  private unreadable = 0;
  private isClosed = false;
  private cancelRetry: (() => void) | null = null;
  private silence: Silence;
  private readonly stopLooking: () => void;
  private bye: string | null = null;

  private readonly city: LiveCity;
  private readonly world: World;
  private readonly heard: Heard;

  constructor(city: LiveCity, world: World, heard: Heard) {
    this.city = city;
    this.world = world;
    this.heard = heard;
    this.silence = new Silence(world.nowMs());
    this.stopLooking = world.every(() => this.look(), LOOK_MS);
    void this.connect();
  }

  /** Has the twin do something; rejected with a ProblemError where it is refused. */
  command(what: Command): Promise<Did> {
    const { socket } = this;
    if (this.isClosed || socket === null || this.link.kind !== "open") {
      return Promise.reject(new UnansweredError("There is no connection to the server."));
    }
    return this.commands.send(what, (text) => socket.send(text));
  }

  /** Finds out whether the server is still there, when there is a reason to doubt it. */
  doubt(): void {
    if (this.link.kind === "open") this.askForWord();
  }

  /** Tries again at once, where it waits to. */
  retry(): void {
    if (this.cancelRetry === null) return;
    this.cancelRetry();
    this.cancelRetry = null;
    void this.connect();
  }

  /** Watches no more. */
  close(): void {
    this.isClosed = true;
    this.stopLooking();
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.socket?.close(1000);
    this.commands.lost("The page watches it no more.");
  }

  private async connect(): Promise<void> {
    let address: string;
    try {
      address = await this.world.address();
    } catch (error) {
      if (this.world.mayComeBack(error)) this.tryLater();
      else this.tell({ kind: "ended", reason: error instanceof Error ? error.message : "" });
      return;
    }
    if (this.isClosed) return;
    this.silence = new Silence(this.world.nowMs());
    const socket = this.world.open(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.take(event.data);
    socket.onclose = (event) => this.closed(socket, event);
    this.socket = socket;
    this.unacknowledged = this.unreadable = 0;
    this.bye = null;
  }

  private look(): void {
    const { socket } = this;
    if (socket === null) return;
    const isOwed = this.city.state?.playing === true || this.commands.areWaiting;
    const todo = this.silence.look(this.world.nowMs(), isOwed);
    if (todo === "ask") this.askForWord();
    if (todo !== "over") return;
    socket.onmessage = socket.onclose = null;
    socket.close(1000); // which nobody may hear
    this.closed(socket, { code: LOST_CODE, reason: "" });
  }

  /** A key frame is what is always answered. */
  private askForWord(): void {
    this.silence.ask(this.world.nowMs());
    this.socket?.send(JSON.stringify({ do: "key" }));
  }

  private closed(socket: WebSocket, event: Pick<CloseEvent, "code" | "reason">): void {
    if (socket !== this.socket || this.isClosed) return;
    this.socket = null;
    this.commands.lost("The connection was lost before an answer came.");
    const wasOpen = this.link.kind === "open";
    if (event.code === NO_MORE || (wasOpen && TWIN_GONE.has(event.code) && this.bye !== null)) {
      this.tell({ kind: "ended", reason: this.bye ?? event.reason });
    } else {
      this.tryLater();
    }
  }

  private tryLater(): void {
    if (this.isClosed) return;
    const wait = waitMs(this.tries, this.world.chance());
    this.tries += 1;
    this.tell({ kind: "lost", tries: this.tries });
    this.cancelRetry = this.world.later(() => {
      this.cancelRetry = null;
      void this.connect();
    }, wait);
  }

  private tell(link: Link): void {
    this.link = link;
    this.heard.link?.(link);
  }

  private take(data: string | ArrayBuffer): void {
    this.silence.heard(this.world.nowMs());
    try {
      if (typeof data === "string") this.takeText(JSON.parse(data) as Record<string, unknown>);
      else this.takeFrame(data);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.cannotRead();
    }
  }

  private takeText(told: Record<string, unknown>): void {
    if (told.kind === "scene") {
      this.city.begin(readScene(told));
      this.tries = 0;
      this.tell({ kind: "open" });
      return;
    }
    const message = told as unknown as Message;
    if (message.kind === "state") this.city.state = message;
    else if (message.kind === "kpis") this.city.kpis = message;
    else if (message.kind === "did") this.commands.did(message);
    else if (message.kind === "refused") this.commands.refused(message);
    else if (message.kind === "bye") this.bye = message.reason;
    this.heard.message?.(message);
  }

  private takeFrame(data: ArrayBuffer): void {
    const frame = this.city.take(data, this.world.nowMs());
    this.unreadable = 0;
    this.unacknowledged += 1;
    if (this.unacknowledged >= ACKNOWLEDGE_EACH || frame.since === 0) {
      this.unacknowledged = 0;
      this.socket?.send(JSON.stringify({ do: "ack", frame: frame.number }));
    }
  }

  private cannotRead(): void {
    this.unreadable += 1;
    if (this.unreadable > MOST_UNREADABLE) this.socket?.close(1000, "frames cannot be read");
    else this.socket?.send(JSON.stringify({ do: "key" }));
  }
}
