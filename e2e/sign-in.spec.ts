import { expect, signIn, test, type DemoRole } from "./daykeeper";

const everyone = ["Today", "Meetings", "Alerts", "Bookings", "Calendar", "Profile", "Notifications", "Sessions"];
const findable: Record<DemoRole, readonly string[]> = {
  Member: [...everyone, "Workspace"],
  Manager: [...everyone, "Health", "Members", "Booking pages", "Workspace"],
  Admin: [...everyone, "Health", "Members", "Booking pages", "API keys", "Alert rules", "Audit log", "Workspace"],
  "Instance admin": ["Health"],
};

for (const role of ["Member", "Manager", "Admin", "Instance admin"] as const) {
  test(`a demo ${role.toLowerCase()} signs in without a password and finds what the role includes`, async ({
    page,
  }) => {
    await signIn(page, role);
    await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("list").getByRole("link");
    const names = (await links.allTextContents()).map((name) => name.trim());
    if (role === "Instance admin") expect(names).toEqual(expect.arrayContaining([...findable[role]]));
    else expect(names).toEqual(findable[role]);
    await expect(page.getByText("Demo", { exact: false }).first()).toBeVisible();
  });
}

test("a page of others does not exist for a member", async ({ page, watched }) => {
  watched.expectedRefusals.push(404);
  await signIn(page, "Member");
  for (const path of ["/settings/members", "/settings/keys", "/settings/audit", "/admin/health"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
  }
});

test("whoever asked for a page before signing in arrives there afterwards", async ({ page }) => {
  await page.goto("/settings/profile");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fprofile$/);
  await expect(page.getByText("Sign in to go on where you were.")).toBeVisible();
  await signIn(page, "Member", "/settings/profile");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
});

test("signing in never leads to another site", async ({ page }) => {
  await page.goto(`/sign-in?next=${encodeURIComponent("https://evil.example/")}`);
  await page
    .getByRole("region", { name: /as one of these people/ })
    .getByRole("button")
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/");
});

test("whoever is signed in already is not asked again", async ({ page }) => {
  await signIn(page, "Member");
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
});

test("signing out ends the session, also for the way back", async ({ page }) => {
  await signIn(page, "Member", "/settings/profile");
  await page.getByRole("button", { name: /your account$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto("/settings/profile");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

const sentences = {
  not_invited: /no account for you here/,
  account_exists: /signs in another way/,
  account_disabled: /switched off/,
  address_not_proven: /does not vouch for your address/,
  OAuthSignin: /could not reach the provider/,
  whatever: /did not come to its end/,
};

test("a failed sign-in is explained in a sentence, without a code", async ({ page }) => {
  for (const [code, sentence] of Object.entries(sentences)) {
    await page.goto(`/sign-in?error=${code}`);
    const alert = page.getByRole("main").getByRole("alert").first();
    await expect(alert).toHaveText(sentence);
    await expect(alert).not.toContainText(code);
  }
});

test("a one-time link that is no longer good says so, and its secret leaves the address bar", async ({
  page,
  watched,
}) => {
  watched.expectedRefusals.push(401);
  await page.goto("/sign-in/once#not-a-link-of-ours");
  await expect(page.getByRole("heading", { name: "This link signs you in once" })).toBeVisible();
  expect(page.url()).not.toContain("#");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});
