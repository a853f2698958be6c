import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { useApi, type As } from "@/testing/api";

import { rates } from "./rates";

const api = useApi();

describe("rate limits (S52)", () => {
  const frozen = new Date();
  const still = async (run: () => Promise<void>) => {
    const { now } = api.deps;
    api.use({ now: () => frozen });
    await run().finally(() => {
      api.use({ now });
    });
  };
  const drain = async (ask: () => Promise<{ status: number }>, most: number) => {
    for (let count = 0; count < most; count += 1) if ((await ask()).status === 429) return count;
    return most;
  };

  it("stop one person, and nobody else, until the bucket refills", async () => {
    await still(async () => {
      const [bob, grace] = [await api.signIn(api.cast.bob), await api.signIn(api.cast.grace)];
      const write = (as: As) => api.call("PATCH /api/v1/me", { as, body: { timeZone: "UTC" } });
      expect(await drain(() => write(bob), 200)).toBe(rates.write.capacity);
      const refused = await write(bob);
      expect(refused).toMatchObject({ status: 429, json: { code: "rate_limited" } });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect((await write(grace)).status).toBe(200);
      expect((await api.call("GET /api/v1/me", { as: bob })).status).toBe(200); // looking is another bucket
      api.use({ now: () => new Date(frozen.getTime() + 3_000) });
      expect(await drain(() => write(bob), 10)).toBe(3 * rates.write.perSecond);
    });
  });

  it("cannot be widened by another session of the same person", async () => {
    await still(async () => {
      const sessions = await Promise.all(Array.from({ length: 4 }, () => api.signIn(api.cast.mallory)));
      let turn = 0;
      expect(
        await drain(
          () => api.call("PATCH /api/v1/me", { as: sessions[(turn += 1) % 4] ?? {}, body: { timeZone: "UTC" } }),
          200,
        ),
      ).toBe(rates.write.capacity);
    });
  });

  it("stop one API key, and not its sister", async () => {
    await still(async () => {
      const [one, two] = [
        await api.keyFor(api.cast.home, api.cast.alice, ["members:read"]),
        await api.keyFor(api.cast.home, api.cast.alice, ["members:read"]),
      ];
      expect(await drain(() => api.call("GET /api/v1/members", { as: one }), 400)).toBe(rates.read.capacity);
      expect((await api.call("GET /api/v1/members", { as: two })).status).toBe(200);
    });
  });

  it("stop one address, whatever X-Forwarded-For it makes up", async () => {
    await still(async () => {
      const address = "198.51.100.23";
      const anywhere = () => `10.${randomBytes(3).join(".")}`;
      const spoofed = () =>
        api.call("POST /api/v1/invitations/look-up", {
          address,
          body: { token: "x" },
          headers: {
            "x-forwarded-for": anywhere(),
            "x-real-ip": anywhere(),
            forwarded: `for=${anywhere()}`,
            "cf-connecting-ip": anywhere(),
          },
        });
      expect(await drain(spoofed, 100)).toBe(rates.secret.capacity);
      expect(
        (await api.call("POST /api/v1/invitations/look-up", { address: "198.51.100.24", body: { token: "x" } })).status,
      ).toBe(410);
    });
  });

  it("count a whole IPv6 network as one", async () => {
    await still(async () => {
      const ask = () =>
        api.call("POST /api/v1/invitations/look-up", {
          address: `2001:db8:7:7::${randomBytes(2).toString("hex")}`,
          body: { token: "x" },
        });
      expect(await drain(ask, 100)).toBe(rates.secret.capacity);
    });
  });

  it("hold for guesses of keys and for reports of browsers too", async () => {
    await still(async () => {
      const guess = () =>
        api.call("GET /api/v1/members", {
          address: "198.51.100.40",
          as: { key: `dk_00000000_${randomBytes(32).toString("base64url")}` },
        });
      expect(await drain(guess, 400)).toBe(rates.read.capacity);
      const report = () => api.call("POST /api/csp-report", { address: "198.51.100.41", body: {} });
      expect(await drain(report, 100)).toBe(rates.report.capacity);
    });
  });
});
