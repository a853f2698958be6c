import net from "node:net";

import { peerOf } from "./peer";

/** An address without port, brackets or the IPv6 form of an IPv4 address, or null when it is none. */
function readAddress(text: string): string | null {
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(":")) : text);
  const plain = bare.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
  return net.isIP(plain) === 0 ? null : plain;
}

export type IsTrusted = (address: string) => boolean;

export function trustOnly(ranges: readonly string[]): IsTrusted {
  const trusted = new net.BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = net.isIPv6(address) ? "ipv6" : "ipv4";
    trusted.addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  return (address) => trusted.check(address, net.isIPv6(address) ? "ipv6" : "ipv4");
}

/**
 * The address a request came from. X-Forwarded-For is read from the right, one hop for each trusted proxy: everything
 * further left was written by somebody we do not trust, and changes nothing (S52).
 */
export function clientAddress(headers: Headers, isTrusted: IsTrusted): string {
  let current = readAddress(peerOf(headers) ?? "");
  if (current === null) return "unknown";
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => readAddress(hop.trim()));
  while (isTrusted(current)) {
    const next = hops.pop();
    if (next === undefined || next === null) break;
    current = next;
  }
  return current;
}

/** Whoever has one IPv6 address has 2^64 of them. */
export function addressBucket(address: string): string {
  if (!net.isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const all = [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
