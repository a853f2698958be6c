import { expect, test, uniqueName } from "./daykeeper";

test("what an admin does stands in the audit log, and the filter stands in the address", async ({ signedInPage }) => {
  const admin = await signedInPage("Admin");
  const name = uniqueName("Audited");
  await admin.goto("/settings/keys");
  await admin.getByRole("button", { name: "Create a key" }).first().click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("checkbox", { name: "Read the audit log" }).check();
  await dialog.getByRole("button", { name: "Create a key" }).click();
  await dialog.getByRole("button", { name: "I have copied it" }).click();

  await admin.goto("/settings/audit");
  await admin.getByRole("combobox", { name: "What" }).selectOption({ label: "API keys" });
  await admin.getByRole("button", { name: "Show" }).click();
  await expect(admin).toHaveURL(/\/settings\/audit\?.*action=key/);
  const rows = admin.getByRole("row").filter({ hasText: "created a key" });
  await expect(rows.first()).toContainText("audit:read");
  await expect(admin.getByRole("row").filter({ hasText: "signed in" })).toHaveCount(0);

  await admin.reload();
  await expect(admin.getByRole("combobox", { name: "What" })).toHaveValue("key");
  await expect(rows.first()).toBeVisible();

  await admin.goto("/settings/audit?from=1999-01-01&to=1999-01-02");
  await expect(admin.getByRole("heading", { name: "Nothing matches this filter" })).toBeVisible();
  await admin.getByRole("link", { name: "Clear filter" }).first().click();
  await expect(admin).toHaveURL(/\/settings\/audit$/);
  await expect(admin.getByRole("row").nth(1)).toBeVisible();
});
