import { inRequestScope } from "@/lib/request-scope";
import { getDeps } from "@/server/deps";

type Where = {
  readonly path: string;
  readonly route: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** The page shows the digest, the log has the rest under the same request id. A query may be private and stays out. */
export function reportPageError(error: unknown, { path, route, headers }: Where): void {
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : null;
  inRequestScope({ requestId: String(headers["x-request-id"] ?? "") }, () => {
    getDeps().log.error("A page could not be shown", { err: error, digest, page: path.split("?")[0], route });
  });
}
