import type { Page } from "@playwright/test";
import { expect, test } from "./daykeeper";
import { places } from "./places";

type Stop = { name: string; visible: boolean; ring: boolean };

/** Notes at each press of Tab where the focus stood: what it is called, whether it can be seen, and whether it is outlined. */
function noteStops() {
  const stops: (Stop | null)[] = [];
  const readStop = (): Stop | null => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const name = `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? ""}`;
    const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    return { name, visible: inView, ring: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 };
  };
  Object.assign(globalThis, { stops });
  document.addEventListener("keydown", ({ key }) => key === "Tab" && stops.push(readStop()), true);
}

/** The lists of the health page are long after the stories of others. */
const most = 600;

/** From the beginning until the focus leaves the page, in steps between which nothing is asked. */
async function walk(page: Page): Promise<Stop[]> {
  await page.evaluate(noteStops);
  for (let steps = 0; steps < most; steps += 20) {
    for (let step = 0; step < 20; step += 1) await page.keyboard.press("Tab");
    const stops = await page.evaluate(() => (globalThis as unknown as { stops: (Stop | null)[] }).stops);
    // The first press starts from nowhere.
    const end = stops.indexOf(null, 1);
    if (end !== -1) return stops.slice(1, end) as Stop[];
  }
  throw new Error(`The focus did not come to an end within ${most} steps.`);
}

for (const { path, heading, as } of places) {
  test(`the keyboard reaches everything on ${path}, and shows where it is`, async ({ page, visit, watched }) => {
    test.setTimeout(180_000);
    watched.expectedRefusals.push(404);
    await visit(page, path, as);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    const stops = await walk(page);
    expect(stops.length).toBeGreaterThan(2);
    expect(stops.filter((stop) => !stop.ring || !stop.visible)).toEqual([]);
  });
}

test("the first stop skips to the content", async ({ page, visit }) => {
  await visit(page, "/", "Member");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("the palette goes anywhere by keyboard alone, and gives the focus back", async ({ page, visit }) => {
  await visit(page, "/", "Admin");
  await page.getByRole("link", { name: "Profile" }).focus();
  const palette = page.getByRole("dialog", { name: "Go anywhere" });
  // Until the page is alive nobody hears the keys.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Profile" })).toBeFocused();

  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("audit");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("a menu opens by keyboard on its first item, and gives the focus back", async ({ page, visit }) => {
  await visit(page, "/", "Admin");
  const button = page.getByRole("button", { name: /your account$/ });
  for (const key of ["Enter", "ArrowDown", "Space"]) {
    // Until the page is alive nobody hears the keys.
    await expect(async () => {
      await button.press(key);
      await expect(page.getByRole("menuitem").first()).toBeFocused({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(button).toBeFocused();
  }
});

test("shortcuts are listed by ?, go by g and a letter, and rest while somebody types", async ({ page, visit }) => {
  await visit(page, "/", "Admin");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByText("Go anywhere")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  await page.getByLabel("Name").focus();
  await page.keyboard.type("gm?");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  await expect(list).toHaveCount(0);
});

test("a history strip is one stop, read bar by bar with the arrows", async ({ page }) => {
  await page.goto("/developer/components");
  const strip = page.getByRole("slider", { name: /^90 days/ });
  await strip.focus();
  await expect(strip).toHaveAttribute("aria-valuetext", /failed$/);
  await page.keyboard.press("ArrowLeft");
  await expect(strip).toHaveAttribute("aria-valuetext", /proven$/);
  await page.keyboard.press("Home");
  await expect(strip).toHaveAttribute("aria-valuenow", "1");
});
