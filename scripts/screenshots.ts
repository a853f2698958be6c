// Remakes docs/screenshots/ from a running demo: node scripts/screenshots.ts --url http://127.0.0.1:3000
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    out: { type: "string", default: "docs/screenshots" },
    only: { type: "string" },
  },
});

type Role = "Instance admin" | "Admin" | "Member";
/** By role the first of the list; by name whoever is in the state that is to be seen. */
type Who = Role | "Tomasz Wrona" | "Noor Haddad";
type Shot = { name: string; path: string; as?: Who; open?: (page: Page) => Promise<void>; only?: "phone" | "wide" };

const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

const shots: readonly Shot[] = [
  { name: "sign-in", path: "/sign-in" },
  { name: "invite", path: "/invite" },
  { name: "not-found", path: "/nothing-here" },
  { name: "docs-api", path: "/docs/api", open: (page) => page.locator("#changeRole > summary").click() },
  { name: "docs-troubleshooting", path: "/docs/troubleshooting" },
  { name: "components", path: "/developer/components" },
  { name: "home", path: "/", as: "Admin" },
  { name: "home-member", path: "/", as: "Member" },
  { name: "calendar", path: "/sales/settings/calendar", as: "Admin" },
  { name: "calendar-trouble", path: "/sales/settings/calendar", as: "Tomasz Wrona" },
  { name: "calendar-first-run", path: "/sales/settings/calendar", as: "Noor Haddad" },
  { name: "settings-profile", path: "/settings/profile", as: "Admin" },
  { name: "settings-sessions", path: "/settings/sessions", as: "Admin" },
  { name: "settings-members", path: "/settings/members", as: "Admin" },
  { name: "settings-members-invite", path: "/settings/members", as: "Admin", open: press("Invite") },
  { name: "settings-keys", path: "/settings/keys", as: "Admin" },
  { name: "settings-keys-create", path: "/settings/keys", as: "Admin", open: press("Create a key") },
  { name: "settings-audit", path: "/settings/audit", as: "Admin" },
  { name: "settings-workspace", path: "/settings/workspace", as: "Admin" },
  { name: "admin-health", path: "/admin/health", as: "Instance admin" },
  { name: "palette", path: "/", as: "Instance admin", open: (page) => page.keyboard.press("Control+k") },
  { name: "shortcuts", path: "/", as: "Admin", open: (page) => page.keyboard.press("?"), only: "wide" },
  { name: "menu", path: "/", as: "Instance admin", open: press("Open the menu"), only: "phone" },
];

const forms = [
  { suffix: "light", colorScheme: "light", viewport: { width: 1200, height: 760 }, kind: "wide" },
  { suffix: "dark", colorScheme: "dark", viewport: { width: 1200, height: 760 }, kind: "wide" },
  { suffix: "phone", colorScheme: "light", viewport: { width: 390, height: 844 }, kind: "phone" },
] as const;

/** Small files: a long page is cut, not scrolled. */
const mostHeight = { wide: 1000, phone: 1500 };

async function signIn(browser: Browser, who: Who): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${options.url}/sign-in`);
  const people = page.getByRole("region", { name: /as one of these people/ });
  const more = page.getByText(/^\d+ more (person|people)$/);
  if (await more.isVisible()) await more.click();
  await people
    .getByRole("button")
    .filter({ hasText: new RegExp(`(^|[^ ])${who}(,|$|[A-Z])`) })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  await page.close();
  return context;
}

async function take(page: Page, { name, path: address, open }: Shot, form: (typeof forms)[number]): Promise<string> {
  await page.setViewportSize(form.viewport);
  await page.emulateMedia({ colorScheme: form.colorScheme, reducedMotion: "reduce" });
  await page.goto(`${options.url}${address}`, { waitUntil: "load" });
  await open?.(page);
  await page.evaluate(() => document.fonts.ready);
  // Never idle: a page that is told of news keeps a connection open.
  await page.waitForTimeout(1_000);
  const file = path.join(options.out, `${name}-${form.suffix}.png`);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = {
    x: 0,
    y: 0,
    width: form.viewport.width,
    height: open ? form.viewport.height : Math.min(height, mostHeight[form.kind]),
  };
  await page.screenshot({ path: file, fullPage: true, clip, animations: "disabled" });
  return file;
}

const browser = await chromium.launch({
  executablePath: process.env.PW_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
try {
  mkdirSync(options.out, { recursive: true });
  const contexts = new Map<Who | "nobody", BrowserContext>([
    ["nobody", await browser.newContext({ reducedMotion: "reduce" })],
  ]);
  for (const shot of shots.filter(({ name }) => !options.only || name.includes(options.only))) {
    const who = shot.as ?? "nobody";
    const context = contexts.get(who) ?? (await signIn(browser, shot.as ?? "Member"));
    contexts.set(who, context);
    const page = await context.newPage();
    for (const form of forms.filter(({ kind }) => !shot.only || shot.only === kind))
      console.log(await take(page, shot, form));
    await page.close();
  }
} finally {
  await browser.close();
}
