import { findByHost, makeHostTable } from "./hosts";
import { decodeProofpointV2, decodeProofpointV3 } from "./proofpoint";

type Wrapper = { readonly hosts: readonly string[]; readonly inner: (url: URL) => string | null };

/** The parameter, decoded once: what is inside may be encoded on purpose. */
const parameter =
  (...names: readonly string[]) =>
  (url: URL) =>
    names.map((name) => url.searchParams.get(name)).find((value) => value !== null && value !== "") ?? null;

/** Mail gateways and chats put the address of a link into one of their own. */
const wrappers: readonly Wrapper[] = [
  { hosts: ["*.safelinks.protection.outlook.com", "*.safelinks.protection.office365.us"], inner: parameter("url") },
  {
    hosts: ["statics.teams.cdn.office.net"],
    inner: (url) => (url.pathname.includes("/safelinks/") ? parameter("url")(url) : null),
  },
  {
    hosts: ["www.google.com", "google.com"],
    inner: (url) => (url.pathname === "/url" ? parameter("q", "url")(url) : null),
  },
  {
    hosts: ["urldefense.proofpoint.com", "urldefense.com", "urldefense.us"],
    inner: (url) => (url.pathname.startsWith("/v2/") ? decodeProofpointV2(url) : decodeProofpointV3(url.href)),
  },
  { hosts: ["linkprotect.cudasvc.com"], inner: parameter("a") },
  { hosts: ["slack-redir.net"], inner: parameter("url") },
];
const byHost = makeHostTable(wrappers.map((wrapper) => [wrapper.hosts, wrapper]));

export const isWrapperHost = (host: string): boolean => findByHost(byHost, host) !== null;

/** The address inside, or null when this is not a wrapper or one that we cannot open. */
export function unwrapOnce(url: URL): string | null {
  return findByHost(byHost, url.hostname)?.inner(url) ?? null;
}
