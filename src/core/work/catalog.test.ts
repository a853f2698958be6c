import { describe, expect, it } from "vitest";
import { isWorkName, keyOfWork, workCatalog, type WorkName } from "./catalog";

const id = "0b4f8a52-1c1e-4f0e-9d55-6a1f0e7c2d10";
const payloads: { readonly [N in WorkName]: object } = {
  "calendar.sync": { calendarId: id },
  "event.retry": { calendarId: id, remoteId: "e1" },
  "event.write": { calendarId: id, writeId: id },
  "booking.settle": { bookingId: id },
  "connection.discover": { connectionId: id },
  "connection.refresh_token": { connectionId: id },
  "connection.revoke": { connectionId: id },
  "connection.watch": { connectionId: id },
  "notification.process": { channelId: id },
  "alerts.evaluate": { connectionId: id },
  "endpoint.test": { endpointId: id },
  "delivery.send": { deliveryId: id },
};
const names = Object.keys(workCatalog) as WorkName[];

describe("the catalogue of work", () => {
  it.each(names)("%s reads its payload, refuses anything else, and never runs for ever", (name) => {
    const { payload, timeoutMs } = workCatalog[name];
    expect(payload.safeParse(payloads[name]).success).toBe(true);
    expect(payload.safeParse({ calendarId: "1; drop table", connectionId: 7, remoteId: "" }).success).toBe(false);
    expect(timeoutMs).toBeGreaterThan(0);
  });

  it("gives the same work the same key, and different work different keys", () => {
    const keys = names.map((name) => keyOfWork(name, payloads[name] as never));
    expect(new Set(keys).size).toBe(names.length);
    expect(keyOfWork("calendar.sync", { calendarId: id })).toBe(`calendar.sync:${id}`);
  });

  it("knows its names and no others", () =>
    expect(["calendar.sync", "toString", "nothing", "__proto__"].map(isWorkName)).toEqual([true, false, false, false]));
});
