import { describe, expect, it } from "vitest";

import { addressBucket, clientAddress, trustOnly } from "./client-address";
import { stampPeer } from "./peer";

function from(peer: string | null, forwarded?: string): Headers {
  const raw: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  if (peer !== null) stampPeer(raw, peer);
  return new Headers(raw);
}

const nobody = trustOnly([]);
const proxies = trustOnly(["10.0.0.0/8", "192.168.1.4", "fd00::/8"]);

describe("the address of a caller (S52)", () => {
  it.each([
    ["the connection's, when nobody is trusted", from("203.0.113.7"), nobody, "203.0.113.7"],
    ["the connection's, whatever the client claims", from("203.0.113.7", "1.2.3.4"), nobody, "203.0.113.7"],
    ["the connection's, when it is no trusted proxy", from("203.0.113.7", "1.2.3.4, 10.0.0.1"), proxies, "203.0.113.7"],
    ["what the trusted proxy saw", from("10.0.0.1", "203.0.113.7"), proxies, "203.0.113.7"],
    [
      "what the trusted proxy saw, not what the client put before it",
      from("10.0.0.1", "1.2.3.4, 203.0.113.7"),
      proxies,
      "203.0.113.7",
    ],
    [
      "what the outermost of several proxies saw",
      from("10.0.0.1", "1.2.3.4, 203.0.113.7, 192.168.1.4"),
      proxies,
      "203.0.113.7",
    ],
    ["an IPv6 client behind an IPv6 proxy", from("fd00::1", "2001:db8::9"), proxies, "2001:db8::9"],
    ["without the IPv6 form of IPv4", from("::ffff:10.0.0.1", "::ffff:203.0.113.7"), proxies, "203.0.113.7"],
    ["without ports", from("10.0.0.1", "203.0.113.7:5123"), proxies, "203.0.113.7"],
    ["without brackets", from("10.0.0.1", "[2001:db8::9]:443"), proxies, "2001:db8::9"],
    ["the proxy's own, when it passes on garbage", from("10.0.0.1", "203.0.113.7, <script>"), proxies, "10.0.0.1"],
    ["the proxy's own, when it says nothing", from("10.0.0.1"), proxies, "10.0.0.1"],
    ["unknown without a connection, whatever is claimed", from(null, "1.2.3.4"), proxies, "unknown"],
  ])("is %s", (_case, headers, trusted, expected) => {
    expect(clientAddress(headers, trusted)).toBe(expected);
  });

  it("cannot be forged by sending the header the server writes", () => {
    expect(clientAddress(new Headers({ "x-daykeeper-peer": "1.2.3.4" }), nobody)).toBe("unknown");
    expect(clientAddress(new Headers({ "x-daykeeper-peer": `${"0".repeat(32)} 1.2.3.4` }), nobody)).toBe("unknown");
  });
});

it("counts a whole IPv6 network as one, and each IPv4 address alone", () => {
  expect(addressBucket("203.0.113.7")).toBe("203.0.113.7");
  expect(addressBucket("unknown")).toBe("unknown");
  const buckets = ["2001:db8::1", "2001:db8::ffff:1", "2001:0db8:0:0:5::", "2001:db8:0:0:1:2:3:4"].map(addressBucket);
  expect(new Set(buckets)).toEqual(new Set(["2001:db8:0:0::/64"]));
  expect(addressBucket("2001:db8:0:1::1")).not.toBe(buckets[0]);
  expect(addressBucket("::1")).toBe("0:0:0:0::/64");
});
