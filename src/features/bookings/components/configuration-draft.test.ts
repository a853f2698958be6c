import { expect, it } from "vitest";

import { configurationInput } from "@/server/availability/configuration-shapes";

import { newDraft, ownHours, previewOf, roleOf, slugOf, withRole, withoutHost } from "./configuration-draft";

const id = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
const calendars = [
  { id: id(2), name: "Work", account: "alice@meridian.example", canWrite: true },
  { id: id(3), name: "Private", account: "alice@meridian.example", canWrite: true },
];
const alice = { userId: id(1), name: "Alice", calendars };

it.each([
  ["Product demo", "product-demo"],
  ["  Straße & Überblick! ", "strasse-uberblick"],
  ["Демо", ""],
])("makes an address of %j", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

it("begins with what can be saved once it has a name, and can be looked at before", () => {
  const draft = newDraft("Europe/Berlin", alice);
  expect(configurationInput.safeParse({ ...draft, title: "Demo", slug: "demo" }).success).toBe(true);
  expect(configurationInput.safeParse(previewOf(draft)).success).toBe(true);
  expect(previewOf(newDraft("Europe/Berlin", undefined))).toBeNull();
});

it("begins with the hours of the page where somebody takes hours of their own", () => {
  const draft = newDraft("Europe/Berlin", alice);
  const hosts = draft.hosts.map((host) => ({ ...host, hours: ownHours(draft) }));
  expect(configurationInput.parse({ ...draft, title: "Demo", slug: "demo", hosts }).hosts[0]?.hours).toEqual({
    ...{ zone: "Europe/Berlin", weekly: draft.weekly_hours, exceptions: [] },
  });
});

it("keeps each calendar in one role, and none of somebody who hosts no more", () => {
  const draft = withRole(withRole(newDraft("UTC", alice), id(3), "blocks"), id(3), "optional");
  expect(draft.calendars).toEqual([{ calendar_id: id(3), is_optional: true }]);
  expect(roleOf(draft, id(3))).toBe("optional");
  expect(withoutHost(draft, alice)).toMatchObject({ hosts: [], calendars: [] });
});
