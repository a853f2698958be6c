import { isIP } from "node:net";

import { isPublicAddress } from "./public-address";

export type UrlRefusal = "not_https" | "with_credentials" | "port" | "not_public" | "malformed";

const ports = new Set(["", "443", "8443"]);
/** Names that mean this machine, its network, or what a cloud tells its machines about themselves. */
const innerNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)\.?$/;

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

/**
 * S39. Whether we would call an address that somebody typed; null when we would. `admitted` are origins of this machine that
 * a developer named; production has none. What a name leads to is checked when it is called.
 */
export function refuseUrl(text: string, admitted: readonly string[] = []): UrlRefusal | null {
  if (!URL.canParse(text)) return "malformed";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "with_credentials";
  if (admitted.includes(url.origin)) return null;
  if (url.protocol !== "https:") return "not_https";
  if (!ports.has(url.port)) return "port";
  const host = hostOf(url).toLowerCase();
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : "not_public";
  return innerNames.test(host) || !host.includes(".") ? "not_public" : null;
}
