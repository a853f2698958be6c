// What a new person sees first: two accounts, one of them with a calendar that is full, and every event of both here.
import { expect, test } from "./daykeeper";
import { cardOf, connect, control, fill, makeAccount } from "./provider-accounts";

const soon = { timeout: 60_000 };

test("SYN-1 SYN-2 UI-1 two thousand events and an Outlook calendar come in whole, and a change at Google is here after a resync", async ({
  newPerson,
}) => {
  test.setTimeout(240_000);
  const { page } = await newPerson("Member");
  const [google, outlook] = [await makeAccount("google"), await makeAccount("microsoft", 2)];
  await fill(google, 1_998);
  const edits = `accounts/${google}/calendars/primary/edits`;
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = { summary: "Kickoff", start: at(0.5), end: at(1), attendees: ["guest@visitors.example"] };
  const { id } = await control<{ id: string }>(edits, { do: "create", event });
  await connect(page, "Google Calendar", google);
  await connect(page, "Outlook Calendar", outlook);

  const [large, small] = [cardOf(page, google), cardOf(page, outlook)];
  await expect(large.getByText("2,000 events", { exact: true })).toBeVisible(soon);
  await expect(small.getByText("2 events", { exact: true })).toBeVisible(soon);
  for (const card of [large, small]) await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
  await expect(page.getByRole("heading", { name: "Everything is proven" })).toBeVisible(soon);
  const meetings = page.getByRole("region", { name: "Next meetings" });
  await expect(meetings.getByText("Kickoff", { exact: true })).toBeVisible(soon);

  // Push would bring it before anybody can press the button.
  await control("faults", { fault: "push-mute", account: google });
  await control(edits, { do: "change", eventId: id, fields: { summary: "Kickoff with the whole team" } });
  await large.getByRole("button", { name: /^Resync / }).click();
  await expect(page.getByText("Read anew and compared: 1 difference, repaired.")).toBeVisible(soon);
  await expect(meetings.getByText("Kickoff with the whole team")).toBeVisible();
  await expect(meetings.getByText("Kickoff", { exact: true })).toHaveCount(0);
  await expect(large.getByText("2,000 events", { exact: true })).toBeVisible();
});
