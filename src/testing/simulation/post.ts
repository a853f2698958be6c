// How notices come from the provider to us: late, twice, or not at all, and some of them from nobody we know.
import { facts } from "@/providers/fake/facts";
import type { FakeParcel } from "@/providers/fake/world";
import { receiveDelivery } from "@/server/push/receive-delivery";

import type { Dice } from "./dice";
import type { Scene } from "./scene";
import type { Mortal } from "./timeline";

export type Post = {
  /** What was acknowledged, by its key, with the channel it came through. */
  readonly acknowledged: Map<string, string>;
  readonly forged: Set<string>;
  /** Channels that deliver nothing any more. */
  readonly muted: Set<string>;
  readonly send: (parcel: FakeParcel) => void;
};

type Carrying = Pick<Scene, "world" | "timeline" | "web" | "plan" | "witness">;
type Parcel = { readonly channel: string; readonly number: number };

/** The provider gives up after so many tries without a good answer. */
const mostTries = 4;
const patienceMs = 20_000;

export function openPost({ world, timeline, web, plan, witness }: Carrying, dice: Dice): Post {
  const outside: Mortal = { name: "post", isDead: false, dying: null };
  const sleep = timeline.sleepOf(outside);
  const acknowledged = new Map<string, string>();
  const muted = new Set<string>();

  /** Null when nobody answers in time, because the process that should died. */
  async function knock(body: string): Promise<number | null> {
    const given = new AbortController();
    const answer = receiveDelivery(web().deps, {
      ...{ provider: facts.id, query: new URLSearchParams(), headers: new Headers(), address: "203.0.113.7" },
      readBody: () => Promise.resolve(body),
    }).then(({ status }) => status);
    const tired = sleep(patienceMs, given.signal).then(() => null);
    // Whoever has an answer waits no longer.
    tired.catch((error: unknown) =>
      witness.bug("Nobody waits for an answer", given.signal.aborted ? undefined : error),
    );
    const status = await Promise.race([answer, tired]);
    given.abort();
    return status;
  }

  async function carry({ body }: FakeParcel, lateMs: number): Promise<void> {
    const [notice] = (JSON.parse(body) as { value: readonly Parcel[] }).value;
    for (let tries = 0; tries < mostTries && notice !== undefined; tries += 1) {
      await sleep(tries === 0 ? lateMs : 10_000, new AbortController().signal);
      await timeline.request(outside, { label: "deliver", act: () => Promise.resolve() });
      const status = await knock(body);
      if (status === null || status >= 300) continue;
      acknowledged.set(`${notice.channel}:${notice.number}`, notice.channel);
      return;
    }
  }

  const send = (parcel: FakeParcel, lateMs = 0) => {
    carry(parcel, lateMs).catch((error: unknown) => {
      witness.bug("A notice could not be carried", error);
    });
  };
  const { dropped = 0, doubled = 0, lateMs = 0 } = plan.post ?? {};
  world.deliver = (parcel) => {
    const [notice] = (JSON.parse(parcel.body) as { value: readonly Parcel[] }).value;
    if (muted.has(notice?.channel ?? "") || dice.is(dropped)) return;
    for (let copies = dice.is(doubled) ? 2 : 1; copies > 0; copies -= 1) send(parcel, dice.below(lateMs + 1));
  };
  return { acknowledged, forged: new Set(), muted, send };
}

/** Somebody who knows the name of a channel and not its secret. */
export function forge({ world, post }: Scene, remoteCalendarId: string): void {
  const channel = [...world.channels.values()].find((each) => each.remoteCalendarId === remoteCalendarId);
  if (post === null || channel === undefined) return;
  const number = 9_000_000 + post.forged.size;
  post.forged.add(`${channel.id}:${number}`);
  const notice = { channel: channel.id, secret: "guessed", what: "changed", number };
  post.send({ url: channel.url, body: JSON.stringify({ value: [notice] }) });
}
