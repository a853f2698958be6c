import { readHealthContract } from "@/server/http/contracts/health";
import { answerTo, Reply, serve } from "@/server/http/serve";
import { loadHealth } from "@/server/health/load-health";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readHealthContract, async ({ caller, query, headers, deps }) => {
    const { version: etag, health } = await loadHealth(deps, caller, {
      ...query,
      knownVersion: headers.get("if-none-match"),
    });
    return health === null ? new Reply(undefined, { etag }, 304) : new Reply(health, { etag });
  }),
);
