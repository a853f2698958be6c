import { expect, invite, test } from "./daykeeper";

test("somebody is invited, joins, is given a role that acts at once, and is removed", async ({
  newPerson,
  signedInPage,
}) => {
  const { page: guest, email, name } = await newPerson("Member");
  const admin = await signedInPage("Admin");
  await expect(guest.getByRole("link", { name: "Members" })).toHaveCount(0);

  await admin.goto("/settings/members");
  const row = admin.getByRole("row").filter({ hasText: email });
  await row.getByRole("combobox", { name: `Role of ${name}` }).selectOption({ label: "Manager" });
  await expect(admin.getByText(`${name}: Manager.`)).toBeVisible();

  // The next click in the other session, with the page that was there before, shows the new role.
  await guest.getByRole("link", { name: "Profile" }).click();
  await guest.goto("/settings/members");
  await expect(guest.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await expect(guest.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);

  await row.getByRole("button", { name: `Remove ${name}` }).click();
  const dialog = admin.getByRole("dialog", { name: `Remove ${name}?` });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(admin.getByText(`${name} is no longer a member.`)).toBeVisible();
  await expect(row).toHaveCount(0);

  await guest.goto("/");
  await expect(guest.getByRole("heading", { name: "You are in no workspace" })).toBeVisible();
});

test("an invitation link works once, and its secret leaves the address bar", async ({
  newPerson,
  signedInPage,
  openPage,
  watched,
}) => {
  const admin = await signedInPage("Admin");
  const { link, email } = await invite(admin, "Member");
  const first = await openPage();
  await first.goto(link);
  await expect(first.getByText(email)).toBeVisible();
  expect(first.url()).not.toContain("#");
  await first.getByRole("button", { name: /^Join / }).click();
  await expect(first.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();

  watched.expectedRefusals.push(410);
  const second = await openPage();
  await second.goto(link);
  await expect(second.getByText("This link no longer works")).toBeVisible();

  const other = await newPerson("Member");
  const another = await invite(admin, "Member");
  await other.page.goto(another.link);
  await expect(other.page.getByText("The invitation is for another address.")).toBeVisible();
});

test("an invitation can be withdrawn, and an address cannot be invited twice", async ({ signedInPage, watched }) => {
  watched.expectedRefusals.push(409, 422);
  const admin = await signedInPage("Admin");
  const { email } = await invite(admin, "Member");

  await admin.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This address is invited already");
  await dialog.getByLabel("E-mail").fill("no address");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await admin.keyboard.press("Escape");

  const row = admin.getByRole("row").filter({ hasText: email });
  await row.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(admin.getByText(`The link of ${email} no longer works.`)).toBeVisible();
  await expect(row).toHaveCount(0);
});
