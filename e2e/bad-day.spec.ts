// A bad day at the providers, as an operator and two people live through it: the page, the route and the command tell
// one truth, nobody is asked to reconnect who need not, and what is mended comes back without a click.
import { execFile } from "node:child_process";

import { expect, test, uniqueName, type Joined } from "./daykeeper";
import { addEvent, calendarPage, cardOf, connect, control, makeAccount, strike } from "./provider-accounts";
import { letWaitsEnd } from "./time-passes";

type Finding = { state: string; cause: string; sentence: string };
type Sync = Finding & {
  connectionId: string;
  accountEmail: string;
  badge: string;
  lastError: { code: string; sentence: string } | null;
  calendars: { calendarId: string }[];
};
type Issue = Finding & { connectionId: string; code: string | null };
type Command = (args: readonly string[]) => Promise<string>;

const products = { google: "Google Calendar", microsoft: "Outlook Calendar" } as const;
const soon = { timeout: 60_000 };

async function open({ page }: Joined, provider: "google" | "microsoft"): Promise<string> {
  const email = await makeAccount(provider);
  await connect(page, products[provider], email);
  return email;
}

async function syncsOf({ page }: Joined): Promise<Sync[]> {
  const answer = await page.request.get("/api/calendar/health");
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { syncs: Sync[] }).syncs;
}

/** What each account's last failure is called; a working one has none. */
async function codesOf(people: readonly Joined[]) {
  const syncs = (await Promise.all(people.map(syncsOf))).flat();
  return Object.fromEntries(
    syncs.map(({ state, accountEmail, lastError }) => [
      accountEmail,
      state === "healthy" ? "healthy" : (lastError?.code ?? state),
    ]),
  );
}

/** As an operator types it, against the running instance. */
function commandOf(key: string, url: string): Command {
  const env = { ...process.env, DAYKEEPER_API_KEY: key };
  const limits = { env, maxBuffer: 32 * 1024 * 1024 };
  return (args) =>
    new Promise((resolve) => {
      // What is wrong somewhere shows in the exit status too, which is no failure of the command.
      execFile(process.execPath, ["scripts/calendar-health.mjs", "--url", url, ...args], limits, (_, out) =>
        resolve(out),
      );
    });
}

/** A calendar that is chosen anew is read at once, and misses something until it was: what fails shows at once too. */
async function chooseAnew({ page }: Joined, { calendars }: Sync): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const path = `/api/v1/calendar/calendars/${calendars[0]?.calendarId}`;
  for (const isSelected of [false, true])
    expect((await page.request.patch(path, { headers, data: { isSelected } })).status()).toBe(200);
}

/** The clause that page and route share; the route's goes on with what to do. */
const clause = (sentence: string) => sentence.split(/[.;:]/)[0] ?? sentence;

async function expectSameTruth(person: Joined, command: Command) {
  const syncs = await syncsOf(person);
  const { issues } = JSON.parse(await command(["--json"])) as { issues: Issue[] };
  for (const { connectionId, accountEmail, state, cause, sentence, badge, lastError } of syncs) {
    const told = issues.find((issue) => issue.connectionId === connectionId);
    // The command lists what fails; what catches up counts as working, there as on the page.
    if (state === "catching_up") expect(told, accountEmail).toBeUndefined();
    else expect(told, accountEmail).toMatchObject({ state, cause, sentence, code: lastError?.code });
    const card = cardOf(person.page, accountEmail);
    await expect(card.getByText(badge, { exact: true }).first()).toBeVisible();
    await expect(card.getByText(clause(lastError?.sentence ?? "")).first()).toBeVisible();
    const reconnects = card.getByRole("button", { name: /^Reconnect / });
    await expect(reconnects).toHaveCount(state === "needs_reconnecting" ? 1 : 0);
  }
}

test("RES-3 OPS-1 UI-1 on a bad day page, route and command say the same, and all but two come back without a click", async ({
  newPerson,
  signedInPage,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const people = await Promise.all([newPerson("Member"), newPerson("Member")]);
  const [alice, bob] = people;
  const opened = async (person: Joined, providers: readonly ("google" | "microsoft")[]) => {
    const emails: string[] = [];
    for (const provider of providers) emails.push(await open(person, provider));
    return emails;
  };
  const [[down = "", limited = "", revoked = ""], [circling = "", revokedToo = ""]] = await Promise.all([
    opened(alice, ["google", "microsoft", "google"]),
    opened(bob, ["google", "microsoft"]),
  ]);
  const admin = await signedInPage("Admin");
  const made = await admin.request.post("/api/v1/keys", {
    headers: { origin: baseURL ?? "" },
    data: { name: uniqueName("Bad day"), scopes: ["health:read"], expiresInDays: 1 },
  });
  const { secret } = (await made.json()) as { secret: string };
  const command = commandOf(secret, baseURL ?? "");
  await expect.poll(async () => new Set(Object.values(await codesOf(people))), soon).toEqual(new Set(["healthy"]));
  const mend = await Promise.all([
    strike({ fault: "outage", account: down }),
    strike({ fault: "rate-limited", account: limited, params: { retryAfter: "seconds", seconds: 2 } }),
    strike({ fault: "page-loop", account: circling }),
  ]);
  for (const account of [revoked, revokedToo]) await control("faults", { fault: "revoke-grants", account });
  const known = await Promise.all(people.map(async (person) => ({ person, syncs: await syncsOf(person) })));
  await Promise.all(known.flatMap(({ person, syncs }) => syncs.map((sync) => chooseAnew(person, sync))));
  const lost = { [revoked]: "grant_lost", [revokedToo]: "grant_lost" };
  await expect
    .poll(() => codesOf(people), soon)
    .toEqual({ [down]: "unavailable", [limited]: "rate_limited", [circling]: "endless_pages", ...lost });
  for (const person of people) await expect(() => expectSameTruth(person, command)).toPass(soon);
  await Promise.all(mend.map((end) => end()));
  const healed = [down, limited, circling];
  for (const email of healed) await addEvent(email, "After the bad day");
  const syncs = (await Promise.all(people.map(syncsOf))).flat();
  const waiting = syncs.filter(({ accountEmail }) => healed.includes(accountEmail));
  const working = Object.fromEntries(healed.map((email) => [email, "healthy"]));
  await expect(async () => {
    await letWaitsEnd(waiting.map(({ connectionId }) => connectionId));
    expect(await codesOf(people)).toEqual({ ...working, ...lost });
  }).toPass({ ...soon, intervals: [1_000] });
  for (const person of people) {
    await person.page.goto(calendarPage);
    for (const { accountEmail, state } of await syncsOf(person)) {
      const card = cardOf(person.page, accountEmail);
      if (healed.includes(accountEmail)) await expect(card.getByText("2 events", { exact: true })).toBeVisible(soon);
      const reconnects = card.getByRole("button", { name: /^Reconnect / });
      await expect(reconnects).toHaveCount(state === "needs_reconnecting" ? 1 : 0);
    }
  }
});
