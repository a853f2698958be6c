// Channels in the database and a provider without a network that tells of changes by them: for what is promised about notices
// and has nothing to do with where they come from.
import { randomUUID } from "node:crypto";

import { createFake } from "@/providers/fake/provider";
import { FakeWorld } from "@/providers/fake/world";
import type { Database } from "@/server/db/open-database";
import { hashSecret } from "@/server/push/change-channel";
import { receiveDelivery } from "@/server/push/receive-delivery";

import { createCast } from "./cast";
import { depsWithoutDatabase } from "./deps";
import { addCalendar, makeConnection } from "./health-rows";

const provider = "google";
const secret = "secret-of-this-reception";

/** Answers how to send one notice, and what is kept of all of them. */
export async function makeReception(db: Database, { channels: count }: { readonly channels: number }) {
  const deps = { ...depsWithoutDatabase().deps, db };
  const { alice: userId, home: workspaceId } = await createCast(db);
  const at = deps.now();
  const { connectionId, calendarId } = await makeConnection(db, { workspaceId, userId }, { at });
  const ids: string[] = [];
  for (let each = 0; each < count; each += 1) {
    const id = randomUUID();
    const of = each === 0 ? calendarId : await addCalendar(db, { workspaceId, connectionId }, { at });
    const row = { workspaceId, id, calendarId: of, provider, remoteChannelId: id, secretHash: hashSecret(secret) };
    await db.inWorkspace({ workspaceId }, (tx) =>
      tx.channel.create({ data: { ...row, state: "active", grantedAt: at } }),
    );
    ids.push(id);
  }
  const fake = { ...createFake(new FakeWorld({ now: deps.now })), id: provider };
  const receiving = { ...deps, providers: () => Promise.resolve(new Map([[provider, fake]])) };
  /** A notice as the provider sends it, and the key under which it is kept. */
  const letterOf = (number: number): { body: string; key: string } => {
    const channel = ids[number % ids.length] ?? "";
    return { body: JSON.stringify({ value: [{ channel, secret, number }] }), key: `${channel}:${number}` };
  };
  return {
    deps: receiving,
    ids,
    secret,
    letterOf,
    /** As one would write it first: a transaction for each, with nothing looked at. */
    keepAlone: async (body: string): Promise<void> => {
      const [item] = (JSON.parse(body) as { value: { channel: string; number: number }[] }).value;
      const data = { workspaceId, id: randomUUID(), channelId: item?.channel ?? "", kind: "change", receivedAt: at };
      await db.inWorkspace({ workspaceId }, (tx) =>
        tx.notification.create({ data: { ...data, deliveryKey: `alone ${item?.number}` } }),
      );
    },
    deliver: async (number: number): Promise<{ status: number; key: string }> => {
      const { body, key } = letterOf(number);
      const { status } = await receiveDelivery(receiving, {
        ...{ provider, query: new URLSearchParams(), headers: new Headers(), address: "203.0.113.7" },
        readBody: () => Promise.resolve(body),
      });
      return { status, key };
    },
    /** By their key, the channel of each. */
    kept: async (): Promise<Map<string, string>> => {
      const rows = await db.inWorkspace({ workspaceId }, (tx) => tx.notification.findMany({ where: { workspaceId } }));
      return new Map(rows.map(({ deliveryKey, channelId }) => [deliveryKey ?? "", channelId]));
    },
    dueChannels: async (): Promise<Set<string>> => {
      const rows = await db.inWorkspace({ workspaceId }, (tx) =>
        tx.dueWork.findMany({ where: { workspaceId, kind: "notification.process" } }),
      );
      return new Set(rows.map(({ key }) => key.split(":")[1] ?? ""));
    },
  };
}
