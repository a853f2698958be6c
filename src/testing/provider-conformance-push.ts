import { describe, expect, it } from "vitest";
import type { AccountCall } from "@/core/ports/provider-call";
import type { Notice, PushPort } from "@/core/ports/provider-push";
import { Secret } from "@/lib/secret";
import type { Listener } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

const secret = new Secret("channel-secret-of-this-test-0123456789");

export function describePush({ bed, heard }: Scene): void {
  const port = (): PushPort => {
    const { push } = bed().provider;
    if (push === undefined) throw new Error("This provider has no push.");
    return push;
  };
  const open = async (listener: Listener) => {
    const person = await bed().makePerson();
    const call: AccountCall = heard().call(person);
    const channelId = crypto.randomUUID();
    const until = new Date(Date.now() + 86_400_000);
    const { remoteCalendarId } = person;
    const channel = await port().openChannel(call, {
      channelId,
      remoteCalendarId,
      callbackUrl: listener.url,
      secret,
      until,
    });
    return { person, call, channel };
  };
  const nextChange = async (listener: Listener): Promise<Notice> => {
    for (;;) {
      const delivery = port().readDelivery(await listener.next());
      if (delivery.kind !== "notices") throw new Error(`not notices but ${delivery.kind}`);
      const change = delivery.notices.find(({ what }) => what === "changed");
      if (change !== undefined) return change;
    }
  };

  describe("push", () => {
    it("PUSH a channel says when it ends, and a change arrives at it with the secret and nothing of the event", async () => {
      const listener = await bed().listen();
      const { person, channel } = await open(listener);
      expect(channel.expiresAt.getTime()).toBeGreaterThan(Date.now());
      expect(channel.expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(port().longestChannelMs);
      await person.edit({ do: "create", title: "Told", start: "2026-03-03T09:00:00", end: "2026-03-03T10:00:00" });
      await bed().settle();
      const notice = await nextChange(listener);
      expect(notice).toMatchObject({
        remoteChannelId: channel.remoteChannelId,
        presentedSecret: secret.reveal(),
        what: "changed",
      });
      expect(JSON.stringify(notice)).not.toContain("Told");
      await listener.close();
    });

    it("closing a channel twice succeeds", async () => {
      const listener = await bed().listen();
      const { call, channel } = await open(listener);
      await port().closeChannel(call, channel);
      await port().closeChannel(call, channel);
      await listener.close();
    });

    it("a channel is prolonged where the provider can, and says until when", async () => {
      const listener = await bed().listen();
      const { call, channel } = await open(listener);
      const until = new Date(Date.now() + 2 * 86_400_000);
      const longer = await port().extendChannel?.(call, channel, until);
      expect(longer === undefined || longer.expiresAt > channel.expiresAt).toBe(true);
      await listener.close();
    });

    it("what is no delivery of this provider is unreadable, however it looks", () => {
      const bodies = ["", "{", "[]", '{"value":[]}', '{"value":[{}]}', "null", '{"__proto__":{"value":[1]}}'];
      for (const body of bodies) {
        expect(port().readDelivery({ query: new URLSearchParams(), headers: new Headers(), body })).toEqual({
          kind: "unreadable",
        });
      }
    });
  });

  describe("busy times", () => {
    it("every calendar that was asked for has an answer: its busy times, or that it failed", async () => {
      const { freeBusy } = bed().provider;
      if (freeBusy === undefined) throw new Error("This provider has no busy times.");
      const person = await bed().makePerson();
      await person.edit({ do: "create", title: "Busy", start: "2026-03-03T09:00:00", end: "2026-03-03T10:00:00" });
      const id = freeBusy.by === "calendar" ? person.remoteCalendarId : person.email;
      const from = new Date("2026-02-20T00:00:00Z");
      // Longer than any provider takes at once.
      const answers = await freeBusy.readBusy(heard().call(person), [id, "nobody@nowhere.example"], {
        from,
        to: new Date("2026-06-30T00:00:00Z"),
      });
      expect(answers.get(id)).toEqual({
        kind: "busy",
        unreadable: 0,
        periods: [{ from: new Date("2026-03-03T08:00:00Z"), to: new Date("2026-03-03T09:00:00Z") }],
      });
      expect(answers.get("nobody@nowhere.example")?.kind).toBe("failed");
    });
  });
}
