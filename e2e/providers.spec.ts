import { expect, test } from "./daykeeper";

const ways = [
  { provider: "Google", account: "Alice Moreau" },
  { provider: "Microsoft", account: "Bob Castellan" },
] as const;

for (const { provider, account } of ways) {
  test(`somebody whom ${provider} knows signs in there and arrives where they wanted to go`, async ({ page }) => {
    await page.goto("/sign-in?next=/settings/profile");
    await page.getByRole("button", { name: `Continue with ${provider}` }).click();
    await page.getByRole("radio", { name: account }).check();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue(account);
    await page.goto("/settings/sessions");
    await expect(page.getByRole("row").filter({ hasText: "This one" })).toContainText(provider);
  });

  test(`whoever says no at ${provider} is told that nothing was changed`, async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: `Continue with ${provider}` }).click();
    await page.getByRole("button", { name: "Deny" }).click();
    await expect(page.getByRole("main").getByRole("alert").first()).toContainText("Nothing was changed.");
  });
}
