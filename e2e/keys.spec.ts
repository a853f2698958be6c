import { expect, test, uniqueName } from "./daykeeper";

test("a key is made, shown once, used by a program, and revoked", async ({
  signedInPage,
  playwright,
  baseURL,
  watched,
}) => {
  watched.expectedRefusals.push(422);
  const admin = await signedInPage("Admin");
  const name = uniqueName("Reporting");
  await admin.goto("/settings/keys");
  await admin.getByRole("button", { name: "Create a key" }).first().click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Create a key" }).click();
  await expect(dialog.getByText("Choose at least one.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "List the members of the workspace" }).check();
  await dialog.getByRole("button", { name: "Create a key" }).click();
  await expect(dialog.getByRole("heading", { name: `${name} is ready` })).toBeVisible();
  const secret = (await dialog.locator("pre").textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(admin.getByText(secret)).toHaveCount(0);

  const program = await playwright.request.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  const members = await program.get("/api/v1/members");
  expect(members.status()).toBe(200);
  expect(((await members.json()) as { members: unknown[] }).members.length).toBeGreaterThan(0);
  expect((await program.get("/api/v1/audit")).status()).toBe(403);

  await admin.reload();
  const row = admin.getByRole("row").filter({ hasText: name });
  await expect(row).not.toContainText("not yet");
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(admin.getByText(`${name} no longer works.`)).toBeVisible();
  expect((await program.get("/api/v1/members")).status()).toBe(401);
  await program.dispose();
});
