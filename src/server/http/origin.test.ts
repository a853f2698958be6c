import { expect, it } from "vitest";

import { carriesKey, comesFromUs, ownOrigins } from "./origin";

const us = ["https://calendar.test"];

it.each<[string, Record<string, string>, boolean]>([
  ["our own page", { origin: "https://calendar.test", "sec-fetch-site": "same-origin" }, true],
  ["our own page in a browser without Sec-Fetch-Site", { origin: "https://calendar.test" }, true],
  ["our own page in a browser that leaves Origin out", { "sec-fetch-site": "same-origin" }, true],
  ["another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }, false],
  ["another site that hides Origin", { "sec-fetch-site": "cross-site" }, false],
  [
    "a neighbour under the same domain",
    { origin: "https://other.calendar.test", "sec-fetch-site": "same-site" },
    false,
  ],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }, false],
  ["a sandboxed frame without Sec-Fetch-Site", { origin: "null" }, false],
  ["a sandboxed frame that claims to be us", { origin: "null", "sec-fetch-site": "same-origin" }, false],
  ["the same host over http", { origin: "http://calendar.test" }, false],
  ["the same host on another port", { origin: "https://calendar.test:8443" }, false],
  ["a host that begins like ours", { origin: "https://calendar.test.evil.test" }, false],
  ["an address typed by hand", { "sec-fetch-site": "none" }, false],
  ["somebody who says nothing", {}, false],
])("judges a change from %s (S16)", (_who, headers, expected) => {
  expect(comesFromUs(new Headers(headers), us)).toBe(expected);
});

it("takes localhost for itself in the demo only", () => {
  expect(ownOrigins({ origin: "http://127.0.0.1:3000", demo: true })).toEqual([
    "http://127.0.0.1:3000",
    "http://localhost:3000",
  ]);
  expect(ownOrigins({ origin: "https://calendar.test", demo: false })).toEqual(us);
});

it("tells an API key from what a browser sends by itself", () => {
  expect(carriesKey(new Headers({ authorization: "Bearer dk_ab12cd34_x" }))).toBe(true);
  expect(carriesKey(new Headers({ authorization: "Basic ZGtfOng=" }))).toBe(false);
  expect(carriesKey(new Headers({ cookie: "a=dk_ab12cd34_x" }))).toBe(false);
});
