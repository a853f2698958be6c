// What every story starts from: a page that watches itself, and people of the demo as the sign-in page lists them.
import {
  expect,
  test as base,
  type APIResponse,
  type BrowserContext,
  type Page,
  type Response,
} from "@playwright/test";

export { expect };

export type DemoRole = "Instance admin" | "Admin" | "Manager" | "Member";
type Watch = {
  /** Refusals a story provokes on purpose; the browser writes each of them to its console. */
  expectedRefusals: number[];
  complaints: string[];
};

/** S7. What the stand-ins' tokens look like: none of them has any business in a browser. Codes, good for one exchange, have. */
const token = /ya29\.a0[\w-]{40}|1\/\/0[\w-]{40}|EwB[\w-]{100}|\b0\.A[\w-]{100}/;
const ours = process.env.E2E_BASE_URL ?? "";
const isText = (type: string | undefined) =>
  /^(text\/(?!event-stream|css)|application\/(problem\+)?json)/.test(type ?? "");

/** An answer that is not read to its end, because its page was left, is nobody's to look at. */
function watchForTokens(page: Page, complaints: string[]) {
  page.on("response", (response) => {
    if (!response.url().startsWith(ours)) return;
    const headers = response.headers();
    const complain = (text: string) => {
      if (token.test(text)) complaints.push(`a provider's token in the answer of ${new URL(response.url()).pathname}`);
    };
    complain(`${response.url()} ${JSON.stringify(headers)}`);
    if (!isText(headers["content-type"])) return;
    void Promise.allSettled([response.text()]).then(([read]) => {
      if (read.status === "fulfilled") complain(read.value);
    });
  });
}

function watch(page: Page, { complaints, expectedRefusals }: Watch) {
  watchForTokens(page, complaints);
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // The stand-ins' own pages have no icon; ours has one.
    if (message.location().url.endsWith("/favicon.ico")) return;
    const status = Number(/status of (\d{3})/.exec(message.text())?.[1]);
    if (!expectedRefusals.includes(status)) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1" && hostname !== "localhost")
      complaints.push(`left the machine: ${request.url()}`);
  });
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
type WorkerFixtures = { cookiesOf: Map<DemoRole, Cookies> };
type Fixtures = {
  /** Opens a page of the application as one of the demo people; each signs in once per worker. */
  visit: (page: Page, path: string, as?: DemoRole | "nobody") => Promise<Response | null>;
  /** What the server answers to one of the demo people, without drawing it. */
  ask: (page: Page, path: string, as: DemoRole | "nobody") => Promise<APIResponse>;
  become: (page: Page, as: DemoRole | "nobody") => Promise<void>;
  watched: Watch;
  openPage: () => Promise<Page>;
  newPerson: (role: "Member" | "Manager" | "Admin") => Promise<Joined>;
  signedInPage: (role: DemoRole) => Promise<Page>;
};
export type Joined = { page: Page; name: string; email: string };

export const test = base.extend<Fixtures, WorkerFixtures>({
  cookiesOf: [({}, use) => use(new Map()), { scope: "worker" }],

  /** Nothing may be written to the console, fail unseen, or leave the machine. Checked at the end of every story. */
  watched: [
    async ({ context }, use) => {
      const watched: Watch = { expectedRefusals: [], complaints: [] };
      context.on("page", (page) => watch(page, watched));
      await use(watched);
      expect(watched.complaints).toEqual([]);
    },
    { auto: true },
  ],

  /** A page in a browser of its own, as another person or another device has it. */
  openPage: async ({ browser, watched }, use) => {
    const opened: Page[] = [];
    await use(async () => {
      const context = await browser.newContext();
      context.on("page", (page) => watch(page, watched));
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },

  become: async ({ cookiesOf }, use) => {
    await use(async (page, as) => {
      if (as === "nobody") return;
      const known = cookiesOf.get(as);
      if (known) return page.context().addCookies(known);
      await signIn(page, as);
      cookiesOf.set(as, await page.context().cookies());
    });
  },

  visit: async ({ become }, use) => {
    await use(async (page, path, as = "nobody") => {
      await become(page, as);
      return page.goto(path);
    });
  },

  ask: async ({ become }, use) => {
    await use(async (page, path, as) => {
      await become(page, as);
      return page.request.get(path);
    });
  },

  signedInPage: async ({ openPage, visit }, use) => {
    await use(async (role) => {
      const page = await openPage();
      await visit(page, "/", role);
      return page;
    });
  },

  /** Somebody who joined a moment ago by an invitation of the workspace's admin: stories that change a person use one of their own. */
  newPerson: async ({ openPage, signedInPage }, use) => {
    await use(async (role) => {
      const { email, link } = await invite(await signedInPage("Admin"), role);
      const page = await openPage();
      await page.goto(link);
      await page.getByRole("button", { name: /^Join / }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
      return { page, email, name: email.slice(0, email.indexOf("@")) };
    });
  },
});

/** The first person of the list with this role. */
export async function signIn(page: Page, role: DemoRole, next = "/") {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  const list = page.getByRole("region", { name: /as one of these people/ });
  await list
    .getByRole("button")
    .filter({ hasText: new RegExp(`(^|[^ ])${role}(,|$)`) })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname + url.search === next);
}

/** Somebody who is not among the first of the list. */
export async function signInByName(page: Page, name: string) {
  await page.goto("/sign-in");
  await page.getByText(/^\d+ more (person|people)$/).click();
  await page.getByRole("button", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
}

export const uniqueName = (start: string) =>
  `${start}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

/** Makes an invitation as a person would and takes the link from the dialog. */
export async function invite(admin: Page, role: "Member" | "Manager" | "Admin") {
  const email = `${uniqueName("guest")}@visitors.example`;
  await admin.goto("/settings/members");
  await admin.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Role").selectOption({ label: role });
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByRole("heading", { name: `${email} is invited` })).toBeVisible();
  const link = (await dialog.locator("pre").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  return { email, link };
}
