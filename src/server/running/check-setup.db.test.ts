import { execFile } from "node:child_process";

import { describe, expect, it } from "vitest";

import { Secret } from "@/lib/secret";
import { openSandboxProviders, sandboxClient } from "@/testing/sandbox-providers";
import { createTransport } from "@/providers/transport";
import { beat } from "@/server/db/people/instance";
import type { Deps } from "@/server/deps";
import { testEnv } from "@/testing/env";
import { tokenProviders, useTokenScene } from "@/testing/token-scene";

import { checkSetup, type Finding } from "./check-setup";

const scene = useTokenScene();
const [google] = tokenProviders;
const workerId = "7c6b5a49-3827-4615-8403-f2e1d0cfbe80";
const clientId = "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com";

/** A fresh object each time: readiness is remembered by its deps. */
const check = (change: Partial<Deps> = {}) => checkSetup({ ...scene.deps, ...change });
const about = (findings: readonly Finding[], topic: string) =>
  findings.filter((finding) => finding.topic === topic).map(({ is, says }) => `${is}: ${says}`);
const configured = (settings: Record<string, string>) => ({ env: testEnv(scene.database.url, settings) });

function providersWith(secret: string): Deps["providers"] {
  const providers = openSandboxProviders(
    scene.sandbox.endpoints,
    { now: scene.deps.now, transport: createTransport() },
    { ...sandboxClient, clientSecret: new Secret(secret) },
  );
  return () => Promise.resolve(providers);
}

describe("the set-up check", () => {
  it("says that nothing is synced while nobody works, and is content when a worker does", async () => {
    expect(about(await check(), "Background").join()).toMatch(/^look: .*npm run worker/);
    await scene.deps.db.outsideWorkspace((tx) =>
      beat(tx, { id: workerId, kind: "worker", name: "test", version: "0" }, scene.deps.now()),
    );
    expect(about(await check(), "Background")).toEqual(["good: A worker or a timer is at work."]);
  });

  it("says which address to register, once the client is known to the provider", async () => {
    const settings = { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: "GOCSPX-0123456789abcdef" };
    const findings = about(await check(configured(settings)), "Google Calendar");
    expect(findings[0]).toContain("https://calendar.test/api/v1/calendar/connect/google/callback");
    expect(findings[1]).toBe("good: Google knows the client id and secret.");
  });

  it.each([
    [
      "a mixed-up client id",
      { GOOGLE_CLIENT_ID: "GOCSPX-0123456789abcdef", GOOGLE_CLIENT_SECRET: clientId },
      "does not look like one",
    ],
    ["no client at all", {}, "are not set"],
  ])("names %s", async (_what, settings, says) => {
    expect(about(await check(configured(settings)), "Google Calendar").join()).toContain(says);
  });

  it("finds a secret that the provider no longer takes, at both", async () => {
    const findings = await check({ providers: providersWith("expired") });
    for (const topic of ["Google Calendar", "Outlook Calendar"]) {
      const env = configured({
        ...{ GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: "GOCSPX-0123456789abcdef" },
        ...{ OUTLOOK_CLIENT_ID: workerId, OUTLOOK_CLIENT_SECRET: "0123456789abcdef0123" },
      });
      const said = about(await check({ ...env, providers: providersWith("expired") }), topic);
      expect(said.at(-1)).toMatch(/^wrong: .* does not accept the client id and secret/);
    }
    expect(findings.length).toBeGreaterThan(4);
  });

  it("tells of secrets under an older key until they are sealed anew", async () => {
    await scene.connect(google);
    expect(about(await check(), "Keys")).toEqual(["good: Every stored secret is sealed under ENCRYPTION_KEY."]);
    const { seal } = scene.deps;
    expect(about(await check({ seal: { ...seal, keyId: "00000000" } }), "Keys").join()).toContain(
      "npm run keys:rotate",
    );
  });

  it("says what is wrong with the settings and ends with 1, as a command", async () => {
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve) => {
      execFile(
        process.execPath,
        ["--import", "tsx", "scripts/doctor.ts"],
        { env: { PATH: process.env.PATH ?? "", NODE_ENV: "production" } as NodeJS.ProcessEnv },
        (error, stdout) => {
          resolve({ status: typeof error?.code === "number" ? error.code : 0, text: stdout });
        },
      );
    });
    expect(status).toBe(1);
    expect(text).toContain("WRONG  Settings: ENCRYPTION_KEY is missing.");
    expect(text).toMatch(/\d+ things do not work yet/);
  });
});
