// From an account that stops to the person who mends it, and from an outage to nobody who has to do anything.
import { expect, test } from "./daykeeper";
import { allow, calendarPage, cardOf, connect, control, makeAccount, strike } from "./provider-accounts";

const soon = { timeout: 60_000 };
const mailbox = process.env.E2E_MAIL_URL ?? "";

test.beforeEach(({ watched }) => {
  watched.expectedRefusals.push(401, 404, 403, 429, 502, 503);
});

/** What arrived for somebody, with the soft line breaks of mail taken out. */
async function mailsOf(to: string): Promise<string[]> {
  const mails = (await (await fetch(`${mailbox}/?to=${encodeURIComponent(to)}`)).json()) as string[];
  return mails.map((raw) => raw.replaceAll("=\r\n", "").replaceAll("=3D", "="));
}
const subjectOf = (raw: string | undefined) => /^Subject: (.*)$/m.exec(raw ?? "")?.[1]?.trim();

test("MON-3 MON-5 an account that stops is told by bell and mail, one click reconnects it, and the alert is over", async ({
  newPerson,
}) => {
  test.setTimeout(180_000);
  const { page, email: me } = await newPerson("Member");
  const account = await makeAccount("google");
  await connect(page, "Google Calendar", account);
  const card = cardOf(page, account);
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);

  await control("faults", { fault: "revoke-grants", account });
  await card.getByRole("button", { name: /^Resync / }).click();
  await expect(page.getByRole("button", { name: /^Reconnect / }).first()).toBeVisible(soon);
  await expect.poll(async () => subjectOf((await mailsOf(me))[0]), soon).toContain("only you can restart it");

  await page.goto("/");
  const bell = page.getByRole("button", { name: /^Notifications, 1 unread/ });
  await expect(bell).toBeVisible(soon);
  await bell.click();
  await page.getByRole("link", { name: /Google Calendar has stopped/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Alerts" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Open" }).getByText(/Google Calendar has stopped/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Notifications, nothing unread/ })).toBeVisible();

  const [mail] = await mailsOf(me);
  const link = /\/sales\/settings\/calendar\?reconnect=[0-9a-f-]+/.exec(mail ?? "")?.[0] ?? "";
  await page.goto(link);
  await page.getByRole("radio", { name: account }).check();
  await allow(page);
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);

  await expect.poll(async () => (await mailsOf(me)).map(subjectOf), soon).toHaveLength(2);
  await page.goto("/alerts");
  await expect(page.getByText("Nothing needs you")).toBeVisible(soon);
  await expect(
    page.getByRole("region", { name: "Over" }).getByText("Google Calendar is connected again"),
  ).toBeVisible();
});

test("F98 an outage of a provider makes one alert for those who look after it, and no mail to reconnect", async ({
  newPerson,
  signedInPage,
}) => {
  test.setTimeout(180_000);
  const { page, email: me } = await newPerson("Member");
  const accounts = [await makeAccount("microsoft"), await makeAccount("microsoft"), await makeAccount("microsoft")];
  for (const account of accounts) await connect(page, "Outlook", account);
  const mends = await Promise.all(accounts.map((account) => strike({ fault: "outage", account })));
  await page.goto(calendarPage);
  for (const account of accounts)
    await cardOf(page, account)
      .getByRole("button", { name: /^Resync / })
      .click();
  const operator = await signedInPage("Instance admin");
  await expect(async () => {
    await operator.goto("/");
    await operator.getByRole("button", { name: /^Notifications, / }).click();
    await expect(operator.getByRole("link", { name: /does not answer/ })).toHaveCount(1, { timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByRole("button", { name: /^Reconnect / })).toHaveCount(0);
  expect(await mailsOf(me)).toEqual([]);
  await Promise.all(mends.map((mend) => mend()));
});
