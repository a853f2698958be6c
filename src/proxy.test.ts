import { NextRequest, type NextResponse } from "next/server";
import { afterEach, describe, expect, it, vi } from "vitest";

import { proxy } from "./proxy";

afterEach(() => {
  vi.unstubAllEnvs();
});

const ask = (path: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
  proxy(new NextRequest(`https://calendar.test${path}`, init)) as NextResponse;
const policyOf = (response: Response) =>
  Object.fromEntries(
    (response.headers.get("content-security-policy") ?? "")
      .split("; ")
      .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );
/** What the routes behind the proxy receive. */
const inside = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

const places = [
  "/",
  "/sign-in",
  "/settings/members?x=1",
  "/api/v1/me",
  "/api/auth/session",
  "/api/none",
  "/_next/static/chunks/a.js",
  "/none.php",
];

describe("every answer", () => {
  it.each(places)("%s carries the security headers (S18)", (path) => {
    vi.stubEnv("PUBLIC_URL", "https://calendar.test");
    const { headers } = ask(path);
    expect(
      Object.fromEntries([...headers].filter(([name]) => !/^x-middleware|^content-security|^x-request-id/.test(name))),
    ).toMatchObject({
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-frame-options": "DENY",
      "reporting-endpoints": 'csp="/api/csp-report"',
    });
    expect(headers.get("permissions-policy")).toContain("camera=(), ");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("forbids frames, base addresses and objects, and reports what it stops (S17)", () => {
    for (const path of places) {
      const policy = policyOf(ask(path));
      expect(policy["frame-ancestors"], path).toBe("'none'");
      expect(policy["base-uri"], path).toBe("'none'");
      expect(policy["object-src"] ?? policy["default-src"], path).toBe("'none'");
      expect(policy["report-uri"], path).toBe("/api/csp-report");
      expect(policy["report-to"], path).toBe("csp");
    }
  });

  it("has an id of its own, which the routes see instead of any the client sends", () => {
    const answers = Array.from({ length: 50 }, () => ask("/api/v1/me", { headers: { "x-request-id": "forged" } }));
    const ids = answers.map((answer) => answer.headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(50);
    expect(answers.map((answer) => inside(answer, "x-request-id"))).toEqual(ids);
  });
});

describe("a page", () => {
  it("runs scripts by a nonce that is new for every request, and no other (S17)", () => {
    vi.stubEnv("NODE_ENV", "production");
    const nonces = Array.from({ length: 200 }, () => {
      const response = ask("/");
      const match = /^'nonce-([A-Za-z0-9+/]{22}==)' 'strict-dynamic'$/.exec(policyOf(response)["script-src"] ?? "");
      expect(inside(response, "x-nonce")).toBe(match?.[1]);
      expect(inside(response, "content-security-policy")).toBe(response.headers.get("content-security-policy"));
      return match?.[1];
    });
    expect(new Set(nonces).size).toBe(200);
    expect(nonces).not.toContain(undefined);
  });

  it("allows evaluation in development only, where the tools need it", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(ask("/").headers.get("content-security-policy")).not.toMatch(/unsafe-eval|unsafe-inline|ws:/);
    vi.stubEnv("NODE_ENV", "development");
    expect(policyOf(ask("/"))["script-src"]).toContain("'unsafe-eval'");
  });

  it("does not keep the nonce, policy or path a client sends", () => {
    const response = ask("/settings?tab=1", {
      headers: { "x-nonce": "forged", "content-security-policy": "default-src *", "x-path": "//evil.test" },
    });
    expect(inside(response, "x-nonce")).not.toBe("forged");
    expect(inside(response, "content-security-policy")).not.toContain("*");
    expect(inside(response, "x-path")).toBe("/settings?tab=1");
  });

  it("asks for https only where it is served by https", () => {
    vi.stubEnv("PUBLIC_URL", "");
    expect(ask("/").headers.has("strict-transport-security")).toBe(false);
    expect(policyOf(ask("/"))).not.toHaveProperty("upgrade-insecure-requests");
    vi.stubEnv("PUBLIC_URL", "https://calendar.test");
    expect(policyOf(ask("/"))).toHaveProperty("upgrade-insecure-requests");
  });
});

describe("an answer of the API", () => {
  it("may do nothing at all when it is opened as a page", () => {
    const { "report-uri": _uri, "report-to": _to, ...policy } = policyOf(ask("/api/v1/me"));
    expect(policy).toEqual({
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
    });
  });
});

describe("the proxy decides about nobody (S20)", () => {
  it("lets everything through, whatever it carries", () => {
    for (const path of ["/admin/health", "/api/v1/admin/instance", "/settings/keys"]) {
      for (const headers of [
        {},
        { cookie: "__Host-daykeeper.session=x" },
        { "x-middleware-subrequest": "proxy:proxy:proxy" },
        { authorization: "Bearer x" },
      ]) {
        expect(ask(path, { headers }).headers.get("x-middleware-next"), path).toBe("1");
      }
    }
  });
});

describe("in the demo", () => {
  it("localhost goes to 127.0.0.1, where its people are signed in", () => {
    const at = (host: string, path = "/settings?x=1", method = "GET") =>
      proxy(new NextRequest(`http://127.0.0.1:3000${path}`, { method, headers: { host } })) as NextResponse;
    vi.stubEnv("DAYKEEPER_DEMO", "1");
    expect([at("localhost:3000").status, at("localhost:3000").headers.get("location")]).toEqual([
      307,
      "http://127.0.0.1:3000/settings?x=1",
    ]);
    for (const response of [
      at("127.0.0.1:3000"),
      at("localhost:3000", "/api/healthz"),
      at("localhost:3000", "/", "POST"),
      at("localhost.evil.test:3000"),
    ])
      expect(response.headers.has("location")).toBe(false);
    vi.stubEnv("DAYKEEPER_DEMO", "");
    expect(at("localhost:3000").headers.has("location")).toBe(false);
  });
});
