import net from "node:net";

import { describe, expect, it } from "vitest";

import { bothProviders } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

import { hashSecret } from "./change-channel";

const scene = await useWatching();
const { api, watch, channels, notices, until, listenerPort } = scene;
const [google, outlook] = bothProviders;

const send = (provider: string, init: RequestInit & { readonly query?: string }) =>
  fetch(`http://127.0.0.1:${listenerPort()}/api/webhooks/${provider}${init.query ?? ""}`, { method: "POST", ...init });

/** The stand-in's next delivery, forged as it would be by somebody who knows the channel's name. */
async function activeChannel({ connection, calendarId }: Watched) {
  const all = (await channels(connection)).filter(({ state }) => state === "active");
  const found = all.find((each) => each.calendarId === calendarId) ?? all[0];
  if (found === undefined) throw new Error("No channel is active.");
  return found;
}

const dueNotices = () =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.dueWork.count({ where: { kind: "notification.process" } }),
  );

describe("what a provider sends", () => {
  it.each([
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["a%0D%0ASet-Cookie:%20x=y", "a\r\nSet-Cookie: x=y"],
    ["Validation%3A+Testing", "Validation: Testing"],
  ])("F27 S35 the handshake %s is echoed as plain text and does nothing else", async (sent, echoed) => {
    const response = await send(outlook.provider, { query: `?validationToken=${sent}` });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(echoed);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("F27 S35 a handshake of more than a kilobyte is refused", async () => {
    const response = await send(outlook.provider, { query: `?validationToken=${"x".repeat(1_025)}` });
    expect([response.status, await response.text()]).toEqual([400, ""]);
  });

  it.each([
    ["more than 256 KiB", 413, { body: "x".repeat(256 * 1024 + 1) }],
    ["no JSON", 400, { body: "{not json" }],
    [
      "compressed bytes",
      400,
      { body: new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), headers: { "content-encoding": "gzip" } },
    ],
  ])("F29 S37 a body of %s is refused with %i", async (_what, status, init) => {
    expect((await send(outlook.provider, init)).status).toBe(status);
  });

  it("F29 S37 chunks without an end are cut off at the limit", async () => {
    const socket = net.connect(listenerPort(), "127.0.0.1");
    socket.write(`POST /api/webhooks/${outlook.provider} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`);
    const chunk = `8000\r\n${"x".repeat(0x8000)}\r\n`;
    for (let sent = 0; sent < 10; sent++) socket.write(chunk);
    const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    socket.destroy();
  });

  it("answers other addresses and methods without looking at them", async () => {
    expect((await send("nobody", {})).status).toBe(404);
    const get = await fetch(`http://127.0.0.1:${listenerPort()}/api/webhooks/${google.provider}`);
    expect(get.status).toBe(405);
  });
});

describe("notices that are not genuine", () => {
  const headersOf = (channel: Awaited<ReturnType<typeof activeChannel>>, token: string, number = "77") => ({
    "x-goog-channel-id": channel.remoteChannelId,
    "x-goog-resource-id": channel.remoteResourceId ?? "",
    "x-goog-resource-state": "exists",
    "x-goog-message-number": number,
    "x-goog-channel-token": token,
  });

  it("WHK-2 F23 F24 S33 S38 are answered like genuine ones, and nothing comes of them but an entry in the audit log", async () => {
    const watched = await watch(google);
    const channel = await activeChannel(watched);
    const before = (await notices(watched.calendarId)).length;
    const forged = await send(google.provider, { headers: headersOf(channel, "forged") });
    const resource = { ...headersOf(channel, "forged"), "x-goog-resource-id": "other" };
    const unknown = { ...headersOf(channel, "x"), "x-goog-channel-id": "00000000-0000-4000-8000-000000000000" };
    const answers = [
      forged,
      await send(google.provider, { headers: resource }),
      await send(google.provider, { headers: unknown }),
    ];
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([202, ""]);
    expect((await notices(watched.calendarId)).length).toBe(before);
    expect(await dueNotices()).toBe(0);
    await until(async () => {
      const audit = await api.call("GET /api/v1/audit", { as: await api.signIn(api.cast.alice) });
      expect(JSON.stringify(audit.json)).toContain(channel.id);
    });
  });

  it("F32 S37 a channel that sends far too much is asked to slow down, and others go on", async () => {
    const [loud, other] = [await watch(google), await watch(google)];
    const [flooded, quiet] = [await activeChannel(loud), await activeChannel(other)];
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.channel.updateMany({
        where: { id: { in: [flooded.id, quiet.id] } },
        data: { secretHash: hashSecret("mine") },
      }),
    );
    const deliver = async (channel: typeof flooded, number: number) =>
      (await send(google.provider, { headers: headersOf(channel, "mine", String(number)) })).status;
    const statuses: number[] = [];
    const amidst: number[] = [];
    for (let burst = 0; burst < 14; burst += 1) {
      const flood = Promise.all(Array.from({ length: 50 }, (_, each) => deliver(flooded, 6_000 + burst * 50 + each)));
      amidst.push(await deliver(quiet, 7_000 + burst));
      statuses.push(...(await flood));
    }
    expect(new Set(amidst)).toEqual(new Set([202]));
    const kept = (await notices(flooded.calendarId)).filter(({ kind }) => kind === "change").length;
    expect(statuses.filter((status) => status === 202)).toHaveLength(kept);
    expect(kept).toBeLessThan(700);
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
    expect(await deliver(quiet, 6_000)).toBe(202);
  });

  it("F26 S34 of several in one body each is judged by itself", async () => {
    const [one, two] = [await watch(outlook), await watch(outlook)];
    const [good, bad] = [await activeChannel(one), await activeChannel(two)];
    const genuine = "a-secret-of-this-test";
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.channel.updateMany({ where: { id: good.id }, data: { secretHash: hashSecret(genuine) } }),
    );
    const notice = (subscriptionId: string, clientState: string) => ({
      subscriptionId,
      clientState,
      changeType: "updated",
    });
    const value = [notice(good.remoteChannelId, genuine), notice(bad.remoteChannelId, genuine)];
    const body = JSON.stringify({ value });
    expect((await send(outlook.provider, { body })).status).toBe(202);
    expect((await notices(good.calendarId)).filter(({ kind }) => kind === "change")).toHaveLength(1);
    expect((await notices(bad.calendarId)).filter(({ kind }) => kind === "change")).toHaveLength(0);
  });

  it("S36 a notice is a hint: whatever it says of whose data changed, what is read is the account's own", async () => {
    const [mine, other] = [await watch(outlook), await watch(outlook)];
    const channel = await activeChannel(mine);
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.channel.updateMany({ where: { id: channel.id }, data: { secretHash: hashSecret("mine") } }),
    );
    const ledger = (query: string) =>
      scene.sandbox.control<{ last: number; entries: { path: string }[] }>("GET", `ledger?${query}`);
    const { last } = await ledger("limit=1");
    const resource = `Users/${other.email}/Events/AAMkAGI2`;
    const said = {
      ...{ subscriptionId: channel.remoteChannelId, clientState: "mine", changeType: "updated", resource },
      resourceData: { "@odata.id": `https://evil.test/${resource}`, id: "AAMkAGI2" },
    };
    expect((await send(outlook.provider, { body: JSON.stringify({ value: [said] }) })).status).toBe(202);
    await until(async () => {
      expect((await notices(channel.calendarId)).filter(({ kind }) => kind === "change")).toMatchObject([
        { state: "processed" },
      ]);
    });
    const paths = (await ledger(`after=${last}&kind=call`)).entries.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("/v1.0/me/calendars/"))).not.toEqual([]);
    expect(paths.filter((path) => /users|AAMkAGI2/i.test(path))).toEqual([]);
  });

  it("WHK-2 F21 F25 one that is repeated a hundred times is kept once, and read once", async () => {
    const watched = await watch(google);
    const channel = await activeChannel(watched);
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.channel.updateMany({ where: { id: channel.id }, data: { secretHash: hashSecret("mine") } }),
    );
    const runs = () =>
      api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
        tx.syncRun.count({ where: { calendarId: watched.calendarId } }),
      );
    const before = await runs();
    const all = Array.from({ length: 100 }, () =>
      send(google.provider, { headers: headersOf(channel, "mine", "5000") }),
    );
    for (const answer of await Promise.all(all)) expect(answer.status).toBe(202);
    expect((await notices(channel.calendarId)).filter(({ kind }) => kind === "change")).toHaveLength(1);
    await until(async () => {
      expect((await notices(channel.calendarId)).filter(({ kind }) => kind === "change")).toMatchObject([
        { state: "processed" },
      ]);
    });
    expect((await runs()) - before).toBeLessThanOrEqual(2);
    api.pass(24 * 60);
    expect((await send(google.provider, { headers: headersOf(channel, "mine", "5000") })).status).toBe(202);
    expect((await notices(channel.calendarId)).filter(({ kind }) => kind === "change")).toHaveLength(1);
  });
});
