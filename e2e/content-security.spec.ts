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

for (const { path, as } of places) {
  test(`${path} carries a nonce that is new each time, and no style or handler in its markup`, async ({
    page,
    visit,
    watched,
  }) => {
    watched.expectedRefusals.push(404);
    const nonces: (string | undefined)[] = [];
    while (nonces.length < 2) {
      const answer = await visit(page, path, as);
      const policy = answer?.headers()["content-security-policy"] ?? "";
      nonces.push(/'nonce-([^']+)'/.exec(policy)?.[1]);
      expect(policy).toContain("'strict-dynamic'");
      const markup = (await answer?.text()) ?? "";
      expect(markup.match(/<[a-z][^>]*\s(style|on[a-z]+)="[^"]*"/g)).toBeNull();
    }
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
  });
}
