import type { APIResponse, Response } from "@playwright/test";
import { expect, test } from "./daykeeper";
import { places } from "./places";

test("a script that gets into a page does not run", async ({ page, visit, watched }) => {
  await page.route("**/settings/profile", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      "</body>",
      '<script>window.intruder = 1</script><img src="data:," alt="" onerror="window.intruder = 2"></body>',
    );
    await route.fulfill({ response: answer, body });
  });
  await visit(page, "/settings/profile", "Admin");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  expect(await page.evaluate(() => "intruder" in window)).toBe(false);
  const stopped = watched.complaints.splice(0);
  expect(stopped.join("\n")).toMatch(/Content Security Policy/);
});

test("S7 a provider's token in any answer ends the story in which it was sent", async ({ page, watched }) => {
  const access = `ya29.a0${"x".repeat(80)}`;
  await page.route("**/nothing-here", (route) => route.fulfill({ json: { access } }));
  await page.goto("/nothing-here");
  await expect.poll(() => watched.complaints).toEqual(["a provider's token in the answer of /nothing-here"]);
  watched.complaints.length = 0;
});

const nonceOf = (answer: Response | APIResponse | null) =>
  /'nonce-([^']+)'/.exec(answer?.headers()["content-security-policy"] ?? "")?.[1];

test("the nonce of a page is good for one answer only", async ({ page }) => {
  const first = nonceOf(await page.goto("/sign-in"));
  const second = nonceOf(await page.goto("/sign-in"));
  expect(first).toBeTruthy();
  expect(first).not.toBe(second);
});

for (const { path, as } of places) {
  test(`${path} has a policy with a nonce, and no style or handler in its markup`, async ({ page, ask }) => {
    const answer = await ask(page, path, as);
    expect(nonceOf(answer)).toBeTruthy();
    expect(answer.headers()["content-security-policy"]).toContain("'strict-dynamic'");
    const markup = await answer.text();
    expect(markup.match(/<[a-z][^>]*\s(style|on[a-z]+)="[^"]*"/g)).toBeNull();
  });
}
