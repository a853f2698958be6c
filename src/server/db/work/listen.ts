import pg from "pg";

export type Listening = {
  /** Resolves when nothing can be heard any more. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Hears that something is due that somebody waits for, and nothing about it. A connection of its own, because a pool
 * hands connections around. Behind a pooler in transaction mode nothing is ever heard: then the worker's polling finds
 * it within a second.
 */
export async function listenForDueWork(url: string, onDue: () => void): Promise<Listening> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000 });
  const ended = Promise.withResolvers<undefined>();
  client.on("error", () => {
    ended.resolve(undefined);
  });
  client.on("end", () => {
    ended.resolve(undefined);
  });
  client.on("notification", onDue);
  await client.connect();
  await client.query("listen daykeeper_due");
  return { ended: ended.promise, close: () => client.end() };
}
