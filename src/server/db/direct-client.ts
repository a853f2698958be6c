import { AsyncLocalStorage } from "node:async_hooks";

import pg from "pg";

import type { Prisma } from "@/generated/prisma/client";

type Taken = { client: pg.PoolClient | null };

const beginning = new AsyncLocalStorage<Taken>();
const clients = new WeakMap<object, pg.PoolClient>();

/** A pool that tells which connection a transaction was begun on. */
export class WatchedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(callback?: Parameters<pg.Pool["connect"]>[0]): Promise<pg.PoolClient> | undefined {
    if (callback !== undefined) {
      super.connect(callback);
      return undefined;
    }
    return super.connect().then((client) => {
      const taken = beginning.getStore();
      if (taken !== undefined) taken.client = client;
      return client;
    });
  }
}

/** Begins a transaction and remembers its connection for as long as the transaction is known. */
export function rememberClient<T>(begin: (remember: (tx: object) => void) => Promise<T>): Promise<T> {
  const taken: Taken = { client: null };
  return beginning.run(taken, () =>
    begin((tx) => {
      if (taken.client !== null) clients.set(tx, taken.client);
    }),
  );
}

/**
 * One statement with parameters of megabytes, inside the transaction. Prisma would carry them through its query compiler
 * and keep the last hundred of them; the driver alone takes half the time and forgets them.
 */
export async function executeLarge(tx: Prisma.TransactionClient, statement: Prisma.Sql): Promise<number> {
  const client = clients.get(tx);
  // A transaction that a test has wrapped: the same, only slower.
  if (client === undefined) return tx.$executeRaw(statement);
  const { text, values } = statement;
  const { rowCount } = await client.query({ text, values });
  return rowCount ?? 0;
}

/** Counters and fences are whole numbers of any size; everything else the driver reads as Prisma does. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    id === Number(pg.types.builtins.INT8) ? BigInt : (pg.types.getTypeParser(id, format) as (text: string) => unknown),
};

/**
 * Rows of a statement that is asked very often, or answers with very many: Prisma's query compiler costs more than such a
 * statement itself. Not for columns of type `date`, which the driver reads as a local midnight.
 */
export async function queryDirect<Row>(tx: Prisma.TransactionClient, statement: Prisma.Sql): Promise<Row[]> {
  const client = clients.get(tx);
  if (client === undefined) return tx.$queryRaw<Row[]>(statement);
  const { text, values } = statement;
  const { rows } = await client.query({ text, values, types });
  return rows as Row[];
}
