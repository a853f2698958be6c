import { meetingServices, type MeetingHost } from "./catalog";
import { findByHost, makeHostTable } from "./hosts";
import { isWrapperHost, unwrapOnce } from "./unwrap";

export type Match = { readonly service: string; readonly url: string };

const deepestWrapping = 5;
const longestAddress = 4_096;
const byHost = makeHostTable(meetingServices.map((service) => [service.hosts, service]));
const appSchemes = new Map([
  ["zoommtg:", joinZoomApp],
  ["zoomus:", joinZoomApp],
  ["msteams:", openOnTheWeb],
]);

/** Whether it is worth reading an address on this host. */
export const isOfInterest = (host: string): boolean => findByHost(byHost, host) !== null || isWrapperHost(host);

/** Reads one address, unwraps it and says which meeting it joins; null when it joins none. Always https, on a known host. */
export function matchAddress(address: string): Match | null {
  let text: string | null = address;
  for (let depth = 0; text !== null && depth <= deepestWrapping; depth += 1) {
    const url = readAddress(text);
    if (url === null) return null;
    const inner = unwrapOnce(url);
    if (inner === null) return matchService(url);
    text = inner;
  }
  return null;
}

function matchService(url: URL): Match | null {
  const service = findByHost(byHost, url.hostname);
  return service !== null && joins(service, url.href.slice(url.origin.length))
    ? { service: service.id, url: url.href }
    : null;
}

function joins({ joins: patterns, not = [] }: MeetingHost, tail: string): boolean {
  return patterns.some((pattern) => pattern.test(tail)) && !not.some((pattern) => pattern.test(tail));
}

/** As a browser reads it. An address with a user name or a port of its own only pretends to be the service's. */
function readAddress(text: string): URL | null {
  if (text.length > longestAddress) return null;
  const parsed = URL.parse(text.trim());
  const url = parsed && (appSchemes.get(parsed.protocol)?.(parsed) ?? parsed);
  if (url === null || url.username !== "" || url.password !== "" || url.port !== "") return null;
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.protocol = "https:";
  return url;
}

function joinZoomApp(app: URL): URL | null {
  const number = app.searchParams.get("confno");
  const password = app.searchParams.get("pwd");
  if (number === null) return null;
  return URL.parse(
    `https://${app.hostname}/j/${encodeURIComponent(number)}${password === null ? "" : `?pwd=${encodeURIComponent(password)}`}`,
  );
}

function openOnTheWeb(app: URL): URL | null {
  return URL.parse(app.href.replace(app.protocol, "https:"));
}
