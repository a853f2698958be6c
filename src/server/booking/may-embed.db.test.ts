import { NextRequest } from "next/server";
import { beforeAll, expect, it } from "vitest";

import { proxy } from "@/proxy";
import { installDeps } from "@/server/deps";
import { makeConfiguration } from "@/testing/booking-rows";
import { createCast } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";
import { deadDatabaseUrl, depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";

const database = useTestDatabase();
const shop = "https://www.shop.example";

beforeAll(async () => {
  const { home: workspaceId } = await createCast(database.db);
  const make = (slug: string, data = {}) =>
    makeConfiguration(database.db, { workspaceId, data: { slug, allowedOrigins: [shop], ...data } });
  await make("shown");
  await make("nowhere", { allowedOrigins: [] });
  await make("off", { isActive: false });
  await make("broken", { allowedOrigins: [`${shop}; script-src *`, "*", "null"] });
});

const withDatabase = (isThere = true) => {
  const { deps } = depsWithoutDatabase(testEnv(isThere ? database.url : deadDatabaseUrl));
  installDeps(isThere ? { ...deps, db: database.db } : deps);
};
async function framed(path: string, destination = "iframe") {
  const request = new NextRequest(`https://calendar.test${path}`, { headers: { "sec-fetch-dest": destination } });
  const { headers } = await proxy(request);
  const policy = headers.get("content-security-policy") ?? "";
  return { ancestors: /frame-ancestors ([^;]*)/.exec(policy)?.[1], deny: headers.get("x-frame-options"), policy };
}
const refused = { ancestors: "'none'", deny: "DENY" };

it("S19 shows a booking page inside the pages that its configuration lists", async () => {
  withDatabase();
  expect(await framed("/book/shown")).toMatchObject({ ancestors: shop, deny: null });
});

it.each([
  "/book/nowhere",
  "/book/off",
  "/book/none-such",
  "/book/manage",
  "/book/shown/x",
  "/",
  "/bookings",
  "/sign-in",
])("S19 shows %s inside no other page", async (path) => {
  withDatabase();
  expect(await framed(path)).toMatchObject(refused);
});

it("S19 lets nothing that is stored become another part of the policy", async () => {
  withDatabase();
  const { policy, ...rest } = await framed("/book/broken");
  expect(rest).toEqual(refused);
  expect(policy).not.toContain("script-src *");
});

it("S19 shows it nowhere when nobody can say where, and asks nobody when it is opened by itself", async () => {
  withDatabase(false);
  expect(await framed("/book/shown")).toMatchObject(refused);
  expect(await framed("/book/shown", "document")).toMatchObject(refused);
});
