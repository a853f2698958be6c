import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret";
import { client, scripted, scriptedCall } from "@/testing/provider-conformance-script";
import { createMicrosoft } from "./provider";

const portOf = (surroundings: ReturnType<typeof scripted>) => {
  const { push } = createMicrosoft(client, surroundings);
  if (push === undefined) throw new Error("no push");
  return push;
};
const read = (body: unknown, query = "") =>
  portOf(scripted()).readDelivery({
    query: new URLSearchParams(query),
    headers: new Headers(),
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const change = {
  subscriptionId: "s1",
  changeType: "updated",
  clientState: "secret",
  resourceData: { id: "AAMk=", "@odata.etag": 'W/"1"' },
};

describe("push from Microsoft", () => {
  it("F26 several notices of several subscriptions come apart, each with its own secret", () => {
    const delivery = read({
      value: [change, { ...change, subscriptionId: "s2", clientState: "forged" }, { clientState: "nameless" }, null],
    });
    expect(delivery).toMatchObject({
      kind: "notices",
      notices: [
        { remoteChannelId: "s1", presentedSecret: "secret", what: "changed", deliveryId: 's1:updated:W/"1"' },
        { remoteChannelId: "s2", presentedSecret: "forged" },
      ],
    });
  });

  it.each([
    ["missed", "notices_lost"],
    ["subscriptionRemoved", "channel_ended"],
    ["reauthorizationRequired", "reauthorize"],
    ["somethingNew", "notices_lost"],
  ])("F28 the life cycle event %s is told as %s", (lifecycleEvent, what) => {
    expect(read({ value: [{ subscriptionId: "s1", clientState: "secret", lifecycleEvent }] })).toMatchObject({
      notices: [{ what, deliveryId: null }],
    });
  });

  it("F27 a handshake is echoed as it came, and an endless one is refused", () => {
    const echo = "Validation: <script>alert(1)</script>\r\nx";
    expect(read("", `validationToken=${encodeURIComponent(echo)}`)).toEqual({ kind: "handshake", echo });
    expect(read("", `validationToken=${"x".repeat(1_025)}`)).toEqual({ kind: "unreadable" });
  });

  it("never asks for a longer life than Outlook gives, and for changes that are lost as well", async () => {
    const surroundings = scripted({ status: 201, json: { id: "s1", expirationDateTime: "2026-03-07T00:00:00Z" } });
    const secret = new Secret("secret");
    const until = new Date("2026-06-01T00:00:00Z");
    const request = { channelId: "c1", remoteCalendarId: "c", callbackUrl: "https://d.example/hook", secret, until };
    const channel = await portOf(surroundings).openChannel(scriptedCall(), request);
    expect(channel).toEqual({
      remoteChannelId: "s1",
      remoteResourceId: null,
      expiresAt: new Date("2026-03-07T00:00:00Z"),
    });
    const body = JSON.parse(surroundings.asked[0]?.body ?? "") as Record<string, string>;
    expect(Date.parse(body["expirationDateTime"] ?? "") - Date.parse("2026-03-01T00:00:00Z")).toBeLessThan(
      10_080 * 60_000,
    );
    expect(body).toMatchObject({
      resource: "me/events",
      lifecycleNotificationUrl: request.callbackUrl,
      clientState: "secret",
    });
  });
});
