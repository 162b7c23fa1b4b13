/** A twin that the page watches: its city, its socket, and what React sees of both. */

import { api, told } from "../api/client.ts";
import { isPassing, ProblemError } from "../api/problem.ts";
import { Aim } from "./aim.ts";
import { LiveCity } from "./city.ts";
import { UnansweredError } from "./commands.ts";
import type { Command, Did, Message } from "./messages.ts";
import { Snapshots } from "./snapshots.ts";
import { PROTOCOL, TwinSocket, type World } from "./socket.ts";

// A server takes 20 commands a second of a caller for long (docs/server.md): a hand that drags the
// time line leaves a third of them to others.
const SEEK_PAUSE_MS = 75;

export class WatchedTwin {
  readonly id: string;
  readonly city = new LiveCity();
  readonly snapshots: Snapshots;
  private readonly aim: Aim;
  private socket: TwinSocket | null = null;
  private readonly messages = new Set<(message: Message) => void>();

  constructor(id: string, onError: (error: unknown) => void) {
    this.id = id;
    this.snapshots = new Snapshots(this.city, () => this.socket?.link ?? { kind: "connecting" });
    const seek = (at: number) =>
      this.command({ do: "seek", at }).catch((error: unknown) => {
        onError(error);
        throw error;
      });
    this.aim = new Aim(seek, SEEK_PAUSE_MS);
    this.city.follow({
      changed: () => {
        this.aim.shown();
        this.snapshots.touch();
      },
    });
  }

  /** Goes to a simulated time [s]; of many wishes the last one counts. */
  seek(at: number): void {
    this.aim.at(at);
  }

  /** Where it stands, or will when all that is wished for is done [s]: steps count from here. */
  get place(): number {
    return this.aim.wished ?? this.city.head?.now ?? 0;
  }

  /** Watches it from now on; returns how to stop. */
  readonly open = (): (() => void) => {
    const socket = new TwinSocket(this.city, browser(this.id), {
      link: () => this.snapshots.take(),
      message: (message) => this.heard(message),
    });
    this.socket = socket;
    const retry = () => socket.retry();
    const doubt = () => socket.doubt();
    window.addEventListener("online", retry);
    for (const event of ["online", "offline"]) window.addEventListener(event, doubt);
    return () => {
      window.removeEventListener("online", retry);
      for (const event of ["online", "offline"]) window.removeEventListener(event, doubt);
      socket.close();
    };
  };

  command(what: Command): Promise<Did> {
    return this.socket?.command(what) ?? Promise.reject(new UnansweredError("It is not watched."));
  }

  onMessage(listener: (message: Message) => void): () => void {
    this.messages.add(listener);
    return () => this.messages.delete(listener);
  }

  /** Tries again at once to reach a server that is away. */
  retry(): void {
    this.socket?.retry();
  }

  private heard(message: Message): void {
    // What was done is to be seen at once; KPIs and the state while it plays can wait a little.
    if (message.kind === "state" && !message.playing) this.snapshots.take();
    else this.snapshots.touch();
    for (const listener of [...this.messages]) listener(message);
  }
}

function browser(id: string): World {
  return {
    address: async () => {
      const ticket = await told(
        api.POST("/api/twins/{twin_id}/tickets", { params: { path: { twin_id: id } } }),
      );
      const url = new URL(ticket.path, window.location.href);
      url.protocol = url.protocol.replace("http", "ws");
      url.searchParams.set("ticket", ticket.ticket);
      return url.href;
    },
    mayComeBack: (error) => !(error instanceof ProblemError) || isPassing(error),
    open: (address) => new WebSocket(address, PROTOCOL),
    nowMs: () => performance.now(),
    later: (what, ms) => {
      const timer = setTimeout(what, ms);
      return () => clearTimeout(timer);
    },
    every: (what, ms) => {
      const timer = setInterval(what, ms);
      return () => clearInterval(timer);
    },
    chance: Math.random,
  };
}
