import { randomBytes } from "node:crypto";

import { expect, it } from "vitest";

import { Secret } from "@/lib/secret";

import { redactSpans, type EndedSpan } from "./redact-spans";

const canary = () => randomBytes(9).toString("base64url");

it("takes secrets out of a span before it leaves: names, addresses, errors, headers (S57)", async () => {
  const words = Array.from({ length: 8 }, canary);
  const [code = "", state = "", known = "", cookie = "", query = "", message = "", bearer = "", list = ""] = words;
  const span = {
    name: `GET /api/auth/callback/one?code=${code}`,
    status: { code: 2, message: `failed with ?token=${message}` },
    attributes: {
      "http.target": `/api/auth/callback/one?code=${code}&session_state=${state}`,
      "http.url": `https://calendar.test/x?anything=${query}#${query}`,
      "http.route": "/api/auth/[...nextauth]",
      "http.status_code": 302,
      cookie: `s=${cookie}`,
      note: known,
      list: [`Bearer ${list}`],
    },
    events: [{ name: "exception", attributes: { "exception.message": `refused Bearer ${bearer}` } }, { name: "bare" }],
  };
  const processor = redactSpans([new Secret(known)]);
  processor.onEnd(span as unknown as EndedSpan);

  for (const word of words) expect(JSON.stringify(span)).not.toContain(word);
  expect(span.attributes).toMatchObject({
    "http.target": "/api/auth/callback/one",
    "http.url": "https://calendar.test/x",
    "http.route": "/api/auth/[...nextauth]",
    "http.status_code": 302,
  });
  expect(span.name).toBe("GET /api/auth/callback/one");
  await expect(Promise.all([processor.forceFlush(), processor.shutdown()])).resolves.toBeDefined();
});
