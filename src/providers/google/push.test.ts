import { describe, expect, it } from "vitest";
import { client, scripted, scriptedCall } from "@/testing/provider-conformance-script";
import { Secret } from "@/lib/secret";
import { createGoogle } from "./provider";

const portOf = (surroundings: ReturnType<typeof scripted>) => {
  const { push } = createGoogle(client, surroundings);
  if (push === undefined) throw new Error("no push");
  return push;
};
const read = (headers: Record<string, string>) =>
  portOf(scripted()).readDelivery({ query: new URLSearchParams(), headers: new Headers(headers), body: "" });
const message = {
  "X-Goog-Channel-ID": "c1",
  "X-Goog-Channel-Token": "secret",
  "X-Goog-Resource-ID": "r1",
  "X-Goog-Resource-State": "exists",
  "X-Goog-Message-Number": "7",
};
const request = {
  channelId: "c1",
  remoteCalendarId: "a@b.c",
  callbackUrl: "https://d.example/hook",
  secret: new Secret("s"),
  until: new Date("2026-03-05T00:00:00Z"),
};

describe("push from Google", () => {
  it("says that something changed, where, and with which secret", () => {
    expect(read(message)).toEqual({
      kind: "notices",
      notices: [
        {
          remoteChannelId: "c1",
          remoteResourceId: "r1",
          presentedSecret: "secret",
          what: "changed",
          deliveryId: "c1:7",
        },
      ],
    });
  });

  it("the first message of a channel only says that it works", () => {
    expect(read({ ...message, "X-Goog-Resource-State": "sync" })).toMatchObject({
      notices: [{ what: "channel_works" }],
    });
  });

  it("a calendar that is gone and a state that is new are changes: what happened is read", () => {
    for (const state of ["not_exists", "levitates"]) {
      expect(read({ ...message, "X-Goog-Resource-State": state })).toMatchObject({ notices: [{ what: "changed" }] });
    }
  });

  it("a message without a channel or a state, or with endless headers, is unreadable", () => {
    const { "X-Goog-Channel-ID": _id, ...nameless } = message;
    for (const headers of [
      {},
      nameless,
      { "X-Goog-Channel-ID": "c1" },
      { ...message, "X-Goog-Channel-ID": "c".repeat(600) },
    ]) {
      expect(read(headers)).toEqual({ kind: "unreadable" });
    }
  });

  it("a channel ends when the answer says, which is a text of milliseconds", async () => {
    const answer = { id: "c1", resourceId: "r1", expiration: String(Date.parse("2026-03-02T00:00:00Z")) };
    const channel = await portOf(scripted({ json: answer })).openChannel(scriptedCall(), request);
    expect(channel).toEqual({
      remoteChannelId: "c1",
      remoteResourceId: "r1",
      expiresAt: new Date("2026-03-02T00:00:00Z"),
    });
  });

  it("an answer without a channel is none", async () => {
    await expect(
      portOf(scripted({ json: { kind: "api#channel" } })).openChannel(scriptedCall(), request),
    ).rejects.toMatchObject({ kind: "malformed_answer" });
  });
});
