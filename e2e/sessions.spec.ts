import { expect, signInByName, test } from "./daykeeper";

test("a session that is ended elsewhere is signed out at its next click", async ({ newPerson, openPage }) => {
  const { page: here, name } = await newPerson("Member");
  const there = await openPage();
  await signInByName(there, name);

  await here.goto("/settings/sessions");
  await expect(here.getByRole("row").filter({ hasText: "This one" })).toHaveCount(1);
  await here.getByRole("button", { name: /^Sign out .+ on / }).click();
  await here.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(here.getByText("Signed out there.")).toBeVisible();
  await expect(here.getByText("You are signed in here only.")).toBeVisible();

  await there.getByRole("link", { name: "Profile" }).click();
  await expect(there.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("all other sessions are ended together, this one stays", async ({ newPerson, openPage }) => {
  const { page: here, name } = await newPerson("Member");
  const others = [await openPage(), await openPage()];
  for (const other of others) await signInByName(other, name);
  await here.goto("/settings/sessions");
  await here.getByRole("button", { name: "Sign out the others" }).click();
  await here
    .getByRole("dialog", { name: "Sign out 2 other sessions?" })
    .getByRole("button", { name: "Sign out the others" })
    .click();
  await expect(here.getByText("Signed out everywhere else.")).toBeVisible();
  for (const other of others) {
    await other.reload();
    await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  }
  await here.reload();
  await expect(here.getByText("You are signed in here only.")).toBeVisible();
});

test("TZ-1 a name and a zone are kept, and times follow the zone", async ({ newPerson }) => {
  const { page } = await newPerson("Member");
  await page.goto("/settings/profile");
  await page.getByLabel("Name").fill("Ines Duarte");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ines Duarte.*your account$/ })).toContainText(
    "Times in Tokyo, UTC+9",
  );
});
