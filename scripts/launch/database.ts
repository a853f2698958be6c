import { openCluster, ensureDatabase } from "./postgres.ts";
import { requireDatabaseUrl } from "./migrate.ts";

export type ChosenDatabase = {
  readonly url: string;
  /** Sees every row, where the server is ours: the owner of the tables sees none, because row security holds for it too. */
  readonly unrestrictedUrl: string | null;
  readonly builtIn: boolean;
  readonly startedHere: boolean;
  stop(): void;
};

/** DATABASE_URL where the person set one, otherwise the built-in PostgreSQL of this folder. */
export async function chooseDatabase(): Promise<ChosenDatabase> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "") {
    requireDatabaseUrl(given);
    return { url: given, unrestrictedUrl: null, builtIn: false, startedHere: false, stop: () => undefined };
  }
  const cluster = await openCluster({ name: "postgres", settings: ["max_connections=60"] });
  const url = await ensureDatabase(cluster, "daykeeper");
  return {
    url,
    unrestrictedUrl: cluster.superuserUrlOf("daykeeper"),
    builtIn: true,
    startedHere: cluster.startedHere,
    stop: () => {
      if (cluster.startedHere) cluster.stop();
    },
  };
}
