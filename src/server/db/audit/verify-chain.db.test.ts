import { randomBytes, randomUUID } from "node:crypto";

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

import type { Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import { createCast, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";

import {
  checkChain,
  hashEntry,
  loadEnd,
  loadEntries,
  verifyChain,
  type ChainEnd,
  type ChainEntry,
} from "./verify-chain";

const database = useTestDatabase();
const length = 12;
let cast: Cast;
let chain: ChainEntry[];
let end: ChainEnd;

const append = (workspaceId: string | null, detail: string, scope = workspaceId ?? cast.home) =>
  database.db.inWorkspace(
    { workspaceId: scope },
    (tx) => tx.$queryRaw`
    select system.append_audit(${workspaceId}::uuid, 'person', ${cast.alice}, 'member.invited', 'membership', ${randomUUID()}, ${detail}::jsonb, null, ${testNow})`,
  );

beforeAll(async () => {
  cast = await createCast(database.db);
  for (let index = 0; index < length; index++)
    await append(cast.home, JSON.stringify({ index, role: 'Ä\u0001 "manager"', nested: { a: [1, 2.5, null] } }));
  await append(cast.elsewhere, "{}");
  chain = await database.db.inWorkspace({ workspaceId: cast.home }, (tx) => loadEntries(tx, cast.home, 0n));
  end = await database.db.inWorkspace({ workspaceId: cast.home }, (tx) => loadEnd(tx, cast.home));
});

const read = <T>(workspaceId: string, run: (tx: Tx) => Promise<T>) => database.db.inWorkspace({ workspaceId }, run);
const verify = async (workspaceId: string) =>
  (
    await verifyChain({
      entries: (after) => read(workspaceId, (tx) => loadEntries(tx, workspaceId, after)),
      end: () => read(workspaceId, (tx) => loadEnd(tx, workspaceId)),
    })
  ).fault;

/** What only the owner of the tables can do, who may also write a trigger away: this is what the chain is for. */
const tamper = (...statements: string[]) =>
  withClient(database.url, async (client) => {
    await client.query(
      "alter table audit_log disable trigger all; alter table audit_log no force row level security; alter table audit_chains no force row level security",
    );
    for (const statement of statements) await client.query(statement);
    await client.query(
      "alter table audit_log enable trigger all; alter table audit_log force row level security; alter table audit_chains force row level security",
    );
  });

describe("the audit log (S59)", () => {
  it("is a whole chain per workspace, hashed the same by database and verifier", async () => {
    expect(chain).toHaveLength(length);
    expect(await verify(cast.home)).toBeNull();
    expect(await verify(cast.elsewhere)).toBeNull();
  });

  it("numbers entries without gap or fork when twenty are written at once", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => append(cast.elsewhere, JSON.stringify({ index }))));
    expect(await verify(cast.elsewhere)).toBeNull();
    expect(await database.db.inWorkspace({ workspaceId: cast.elsewhere }, (tx) => tx.auditEntry.count())).toBe(21);
  });

  it("takes entries that are written while it reads for what they are, and one forged behind the end for a fault", async () => {
    const whole = { ...end, seq: BigInt(length - 3), hash: chain[length - 4]?.hash ?? end.hash };
    const ends = [whole, end];
    const pages = [chain.slice(0, length - 3), chain.slice(length - 3)];
    const moving = {
      entries: (after: bigint) => Promise.resolve(pages.find(([first]) => first?.seq === after + 1n) ?? []),
      end: () => Promise.resolve(ends.shift() ?? end),
    };
    expect(await verifyChain(moving)).toEqual({ fault: null, end });
    const still = { ...moving, end: () => Promise.resolve(whole) };
    expect((await verifyChain(still)).fault).toEqual({ seq: BigInt(length), kind: "unlinked" });
  });

  it("keeps no entry of a transaction that failed", async () => {
    const failing = database.db.inWorkspace({ workspaceId: cast.elsewhere }, async (tx) => {
      await tx.$queryRaw`select system.append_audit(${cast.elsewhere}::uuid, 'system', null, 'x', null, null, '{}'::jsonb, null, ${testNow})`;
      throw new Error("fails on purpose");
    });
    await expect(failing).rejects.toThrow("fails on purpose");
    expect(await verify(cast.elsewhere)).toBeNull();
  });

  it("has a chain of the instance, which can be written from inside a workspace; another workspace's cannot", async () => {
    await append(null, "{}");
    expect(await verify("00000000-0000-0000-0000-000000000000")).toBeNull();
    await expect(append(cast.elsewhere, "{}", cast.home)).rejects.toSatisfy(
      (error) => sqlStateOf(error) === sqlState.insufficientPrivilege,
    );
  });

  it("refuses the application to insert, change, remove or empty it", async () => {
    for (const sql of [
      "insert into audit_log select * from audit_log",
      "update audit_log set action = 'x'",
      "delete from audit_log",
      "truncate audit_log",
      "update audit_chains set last_seq = 0",
    ]) {
      const attempt = database.db.inWorkspace({ workspaceId: cast.home }, (tx) => tx.$executeRawUnsafe(sql));
      await expect(attempt, sql).rejects.toSatisfy((error) => sqlStateOf(error) === sqlState.insufficientPrivilege);
    }
  });

  it("refuses the owner of the tables too, as long as the trigger stands", async () => {
    for (const sql of ["update audit_log set action = 'x'", "delete from audit_log", "truncate audit_log"]) {
      await expect(
        withClient(database.url, (client) => client.query(sql)),
        sql,
      ).rejects.toMatchObject({ code: sqlState.auditIsWrittenOnce });
    }
  });

  it("shows a change, a removed row and a cut-off end made with the trigger off", async () => {
    const here = `workspace_id = '${cast.elsewhere}'`;
    await tamper(`update audit_log set action = 'member.removed' where ${here} and seq = 5`);
    expect(await verify(cast.elsewhere)).toEqual({ seq: 5n, kind: "changed" });
    await tamper(
      `update audit_log set action = 'member.invited' where ${here} and seq = 5`,
      `create table kept as select * from audit_log where ${here} and seq = 21`,
      `delete from audit_log where ${here} and seq = 21`,
    );
    expect(await verify(cast.elsewhere)).toEqual({ seq: 21n, kind: "missing" });
    await tamper("insert into audit_log select * from kept", `delete from audit_log where ${here} and seq = 9`);
    expect(await verify(cast.elsewhere)).toEqual({ seq: 9n, kind: "missing" });
  });
});

type Tampering = (entries: ChainEntry[], pick: (below: number) => number) => { entries: ChainEntry[]; end?: ChainEnd };

const textFields = [
  "actorKind",
  "actorId",
  "action",
  "subjectKind",
  "subjectId",
  "requestId",
  "detail",
  "workspaceId",
] as const;
const replace = (entries: ChainEntry[], index: number, change: (entry: ChainEntry) => Partial<ChainEntry>) =>
  entries.map((entry, at) => (at === index ? { ...entry, ...change(entry) } : entry));
const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const rehash = (entry: ChainEntry): ChainEntry => ({ ...entry, hash: hashEntry(entry) });
const relink = (entries: ChainEntry[]) =>
  entries.reduce<ChainEntry[]>(
    (done, entry, index) => [
      ...done,
      rehash({ ...entry, seq: BigInt(index + 1), previousHash: done.at(-1)?.hash ?? new Uint8Array(32) }),
    ],
    [],
  );
const endOf = (entries: ChainEntry[]): ChainEnd => ({
  seq: entries.at(-1)?.seq ?? 0n,
  hash: entries.at(-1)?.hash ?? new Uint8Array(32),
});

const tamperings: Record<string, Tampering> = {
  "a field changed": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => {
      const field = textFields[pick(textFields.length)] ?? "action";
      return { [field]: `${entry[field] ?? ""}x` };
    }),
  }),
  "a field emptied": (entries, pick) => ({ entries: replace(entries, pick(length), () => ({ subjectId: null })) }),
  "text moved into the next field": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => ({
      actorKind: entry.actorKind.slice(0, -1),
      actorId: `${entry.actorKind.slice(-1)}${entry.actorId ?? ""}`,
    })),
  }),
  "a time moved by a millisecond": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => ({ at: new Date(entry.at.getTime() + 1) })),
  }),
  "a bit of a hash flipped": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => ({ hash: flip(entry.hash, pick(32)) })),
  }),
  "a bit of a link flipped": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => ({ previousHash: flip(entry.previousHash, pick(32)) })),
  }),
  "a row changed and hashed again": (entries, pick) => ({
    entries: replace(entries, pick(length), (entry) => rehash({ ...entry, action: "other" })),
  }),
  "a row removed": (entries, pick) => {
    const gone = pick(length);
    return { entries: entries.filter((_, index) => index !== gone) };
  },
  "the end cut off": (entries, pick) => ({ entries: entries.slice(0, pick(length)) }),
  "two rows swapped": (entries, pick) => {
    const first = pick(length - 1);
    const [a, b] = [entries[first], entries[first + 1]];
    return a && b
      ? {
          entries: entries.map((entry, index) =>
            index === first ? { ...b, seq: a.seq } : index === first + 1 ? { ...a, seq: b.seq } : entry,
          ),
        }
      : { entries: [] };
  },
  "a row doubled": (entries, pick) => {
    const at = pick(length);
    return { entries: [...entries.slice(0, at + 1), ...entries.slice(at)] };
  },
  "a row forged at the end": (entries) => {
    const forged = [...entries, ...entries.slice(-1)];
    return { entries: relink(forged) };
  },
  "everything written anew, recorded end included": (entries, pick) => {
    const anew = relink(replace(entries, pick(length), () => ({ action: "other" })));
    return { entries: anew, end: endOf(anew) };
  },
  "the end cut off, recorded end included": (entries, pick) => {
    const kept = entries.slice(0, pick(length));
    return { entries: kept, end: endOf(kept) };
  },
};

describe("the verifier (S59)", () => {
  it("names a fault for every random tampering, with one anchor kept outside", () => {
    const anchor = { seq: BigInt(length), hash: chain.at(-1)?.hash ?? randomBytes(32) };
    expect(checkChain(chain, end, [anchor])).toBeNull();
    const runs = { numRuns: Number(process.env.PROVE_COUNT ?? 500), seed: Number(process.env.PROVE_FIRST ?? 1) };
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(tamperings)), fc.infiniteStream(fc.nat()), (name, stream) => {
        const pick = (below: number) => Number(stream.next().value) % below;
        const tampered = tamperings[name]?.(chain, pick) ?? { entries: chain };
        return checkChain(tampered.entries, tampered.end ?? end, [anchor]) !== null;
      }),
      runs,
    );
  });

  it("finds everything but a chain written anew without any anchor", () => {
    for (const [name, apply] of Object.entries(tamperings)) {
      const tampered = apply(chain, (below) => below - 1);
      const needsAnchor = name.endsWith("recorded end included");
      expect(checkChain(tampered.entries, tampered.end ?? end) === null, name).toBe(needsAnchor);
    }
  });
});
