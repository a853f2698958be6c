import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { installDeps } from "@/server/deps";
import { clientAddress, trustOnly } from "@/server/http/client-address";
import { deadDatabaseUrl, depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";

import { logViolations } from "./log-violations";
import { prepareServer } from "./prepare-server";
import { reportPageError } from "./report-page-error";

const { deps, logged } = depsWithoutDatabase();
installDeps(deps);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a report of the browser", () => {
  it.each([
    [
      "in the old form",
      {
        "csp-report": {
          "violated-directive": "script-src-elem",
          "blocked-uri": "https://evil.test/x.js?secret=canary-1",
          "document-uri": "https://calendar.test/invite?a=canary-1#canary-1",
        },
      },
    ],
    [
      "in the new form",
      [
        {
          type: "csp-violation",
          body: {
            effectiveDirective: "script-src-elem",
            blockedURL: "https://evil.test/x.js?secret=canary-1",
            documentURL: "https://calendar.test/invite?a=canary-1#canary-1",
          },
        },
      ],
    ],
  ])("%s is logged without what may be private", (_form, report) => {
    logViolations(report);
    const line = JSON.parse(logged().trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
    expect(line).toMatchObject({
      level: "warn",
      facts: { directive: "script-src-elem", blocked: "https://evil.test/x.js", page: "https://calendar.test/invite" },
    });
    expect(logged()).not.toContain("canary-1");
  });

  it("that is none, or far too many, does no harm", () => {
    const before = logged().split("\n").length;
    logViolations(
      Array.from({ length: 50 }, () => ({ body: { effectiveDirective: "x".repeat(10_000), blockedURL: 5 } })),
    );
    for (const odd of [{}, [], [null, 1, "x"], { "csp-report": null }, { "csp-report": [] }]) logViolations(odd);
    expect(logged().split("\n").length - before).toBeLessThanOrEqual(5 + 4);
    expect(logged()).not.toContain("x".repeat(61));
  });
});

it("a page that could not be shown is logged with its request id and digest, without its query", () => {
  reportPageError(Object.assign(new Error("no"), { digest: "123" }), {
    path: "/settings?token=canary-2",
    route: "/settings",
    headers: { "x-request-id": "6f9619ff-8b86-4011-b42d-00c04fc964ff" },
  });
  reportPageError("odd", { path: "/", route: "/", headers: {} });
  expect(logged()).toContain('"digest":"123"');
  expect(logged()).toContain('"requestId":"6f9619ff-8b86-4011-b42d-00c04fc964ff"');
  expect(logged()).not.toContain("canary-2");
});

describe("a server that starts", () => {
  it("notes for every request who is at the other end, whatever its headers claim (S52)", async () => {
    await prepareServer();
    const server = http.createServer((request, response) => {
      response.end(clientAddress(new Headers(request.headers as Record<string, string>), trustOnly([])));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      headers: { "x-daykeeper-peer": "forged 1.2.3.4", "x-forwarded-for": "1.2.3.4" },
    });
    expect(await answer.text()).toBe("127.0.0.1");
    server.close();
  });

  it("traces only where an endpoint is set", async () => {
    installDeps({ ...deps, env: testEnv(deadDatabaseUrl, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }) });
    await expect(prepareServer()).resolves.toBeUndefined();
    const { trace } = await import("@opentelemetry/api");
    expect(trace.getTracer("test").startSpan("x").spanContext().traceId).not.toBe("00000000000000000000000000000000");
    installDeps(deps);
  });
});
