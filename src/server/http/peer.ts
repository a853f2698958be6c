import { randomBytes } from "node:crypto";

/**
 * Who is at the other end of the connection. Next hands the routes no socket, and would believe any X-Forwarded-For a
 * client sends; so the address is written into a header as soon as a request arrives (src/instrumentation.ts), marked
 * with a word only this process knows. A header a client sends under that name is replaced.
 */
const header = "x-daykeeper-peer";

const holder = globalThis as { [markKey]?: string };
const markKey = Symbol.for("daykeeper.peer-mark");
// On globalThis, because the hook and the routes are bundled apart.
const mark = (holder[markKey] ??= randomBytes(16).toString("hex"));

export function stampPeer(headers: Record<string, unknown>, address: string): void {
  headers[header] = `${mark} ${address}`;
}

export function peerOf(headers: Headers): string | null {
  const [word, address] = (headers.get(header) ?? "").split(" ");
  return word === mark && address !== undefined && address !== "" ? address : null;
}
