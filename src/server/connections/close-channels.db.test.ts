import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Secret } from "@/lib/secret";
import { bothProviders, openStoredTokens, useConnecting, type Which } from "@/testing/connecting";

import { callRules } from "./exchange-grant";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, connect, find } = connecting;

/** Where notices would go; answers the handshake of whoever asks for one. */
const listener = createServer((request, response) => {
  const echo = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("validationToken");
  response.writeHead(200, { "content-type": "text/plain" }).end(echo ?? "");
});
beforeAll(() => new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise<void>((resolve) => listener.close(() => resolve())));

/** A channel that works at the provider, and its row. */
async function openChannel(
  { provider }: Which,
  { connection, calendarId }: Record<"connection" | "calendarId", string>,
) {
  const { cast, deps } = api;
  const scope = { workspaceId: cast.home };
  const [token = ""] = await openStoredTokens(api, cast.home, connection);
  const { push } = (await deps.providers()).get(provider) ?? {};
  const { remoteId } = await deps.db.inWorkspace(scope, (tx) =>
    tx.calendar.findFirstOrThrow({ where: { id: calendarId } }),
  );
  const call = {
    ...callRules(AbortSignal.timeout(10_000)),
    access: { kind: "bearer", token: new Secret(token) },
  } as const;
  const opened = await push?.openChannel(call, {
    channelId: randomUUID(),
    remoteCalendarId: remoteId,
    callbackUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`,
    secret: new Secret(randomBytes(32).toString("base64url")),
    until: new Date(deps.now().getTime() + 3_600_000),
  });
  await deps.db.inWorkspace(scope, (tx) =>
    tx.channel.create({
      data: {
        ...{ workspaceId: cast.home, calendarId, provider, state: "active", secretHash: randomBytes(32) },
        remoteChannelId: opened?.remoteChannelId ?? "",
        remoteResourceId: opened?.remoteResourceId ?? null,
        expiresAt: opened?.expiresAt ?? null,
      },
    }),
  );
}

const stateOfChannels = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) =>
    (await tx.channel.findMany({ where: { calendarId } })).map(({ state }) => state),
  );

describe.each(bothProviders)("disconnecting $provider with an open channel", (which) => {
  const operation = which.provider === bothProviders[0].provider ? "channels.stop" : "subscriptions.delete";
  const settle = async () => {
    const alice = await api.signIn(api.cast.alice);
    const email = await makeAccount(which);
    const { connection } = await connect(alice, which, { email });
    const calendarId = (await find(alice, email)).calendars.find(({ isPrimary }) => isPrimary)?.id ?? "";
    await openChannel(which, { connection, calendarId });
    await sandbox.control("DELETE", "ledger");
    const params = { id: connection };
    const disconnect = () =>
      api.call("DELETE /api/v1/calendar/connections/{id}", { as: alice, params, query: { keepEvents: "false" } });
    return { calendarId, disconnect };
  };

  it("TOK-12 S12 stops it at the provider while there is a token to do so with, before the grant ends", async () => {
    const { calendarId, disconnect } = await settle();
    expect((await disconnect()).status).toBe(200);
    const { entries } = await sandbox.control<{ entries: { operation: string; status: number }[] }>("GET", "ledger");
    const calls = entries.filter(({ operation: name }) => [operation, "oauth.revoke"].includes(name));
    expect(calls[0]).toMatchObject({ operation, status: 204 });
    expect(await stateOfChannels(calendarId)).toEqual(["stopped"]);
  });

  it("TOK-12 goes on when it cannot be stopped: it is not listened to any more, and ends by itself", async () => {
    const { calendarId, disconnect } = await settle();
    await sandbox.control("POST", "faults", { fault: "outage", provider: which.name, operation });
    expect((await disconnect()).status).toBe(200);
    await sandbox.control("DELETE", "faults");
    expect(await stateOfChannels(calendarId)).toEqual(["stopped"]);
  });
});
