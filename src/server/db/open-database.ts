import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";

import { PrismaClient, type Prisma } from "@/generated/prisma/client";
import { sleepFor } from "@/lib/sleep";

import { createConnectionQueue } from "./connection-queue";
import { rememberClient, WatchedPool } from "./direct-client";
import { createTransactionTries } from "./try-transaction";

/** What a repository function gets: one transaction, already inside its tenant. */
export type Tx = Prisma.TransactionClient;

export type Scope = { workspaceId: string; userId?: string | undefined };

export type Database = {
  /** One transaction as daykeeper_app that sees the rows of one workspace. */
  inWorkspace<T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction as daykeeper_app without a tenant: no tenant row is visible, the functions of "system" are. */
  outsideWorkspace<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  url: string;
  maxConnections?: number;
  /** How long to wait for a connection that is free: where a person waits, not long. */
  longestWaitMs?: number;
  chance?: () => number;
  /**
   * Statements that have a name are planned once for each connection. Not behind a pooler that hands connections on at every
   * commit, so the product leaves it out.
   */
  nameOf?: (statement: string) => string;
  /** Another way to speak to the database, for simulations. */
  Client?: typeof pg.Client;
  /** How long somebody may say nothing in the middle of a transaction before its locks are anybody's. */
  longestSilenceMs?: number;
};

/** Who waits for a connection, for each there is. More are told at once that it is too much. */
const mostWaitingForEach = 100;

/**
 * A machine that is cut off in the middle of a transaction would keep its locks until somebody's TCP gives up, which takes
 * hours. Nobody of ours is silent in a transaction for so long: providers are called outside of any.
 */
const silenceMs = 25_000;

/**
 * Role, tenant and time zone are set for the transaction, never for the session: a pooler between us and PostgreSQL may
 * hand the session to somebody else at every commit. UTC is needed because the driver adapter writes instants without
 * a zone and reads them by cutting the zone off.
 */
async function enter(tx: Tx, { workspaceId, userId }: Scope, longestSilenceMs: number): Promise<void> {
  await tx.$queryRaw`
    select set_config('app.workspace_id', ${workspaceId}, true), set_config('app.user_id', ${userId ?? ""}, true),
      set_config('TimeZone', 'UTC', true), set_config('role', 'daykeeper_app', true),
      set_config('idle_in_transaction_session_timeout', ${String(longestSilenceMs)}, true)`;
}

export function openDatabase({
  url,
  maxConnections = 10,
  longestWaitMs = 10_000,
  chance = () => 0.5,
  nameOf,
  Client,
  longestSilenceMs = silenceMs,
}: DatabaseOptions): Database {
  const pool = new WatchedPool({
    ...{ connectionString: url, max: maxConnections, connectionTimeoutMillis: 5_000 },
    ...(Client && { Client }),
  });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    ...(nameOf && { statementNameGenerator: ({ sql }) => nameOf(sql) }),
  });
  const prisma = new PrismaClient({ adapter, errorFormat: "minimal" });

  const inTurn = createConnectionQueue({
    places: maxConnections,
    mostWaiting: maxConnections * mostWaitingForEach,
    longestWaitMs,
  });
  const tryUntilDone = createTransactionTries({ chance, sleep: sleepFor });

  const transact = <T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T> =>
    inTurn(() =>
      tryUntilDone((hasBegun) =>
        rememberClient((remember) =>
          prisma.$transaction(
            async (tx) => {
              remember(tx);
              await enter(tx, scope, longestSilenceMs);
              hasBegun();
              return run(tx);
            },
            { maxWait: 5_000, timeout: 20_000 },
          ),
        ),
      ),
    );

  return {
    inWorkspace: transact,
    outsideWorkspace: (run) => transact({ workspaceId: "" }, run),
    close: () => prisma.$disconnect(),
  };
}
