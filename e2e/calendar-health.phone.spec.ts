import { expect, test } from "./daykeeper";
import { cardOf, connect, makeAccount } from "./provider-accounts";

test("on a phone the calendar page does not scroll sideways, and everything can be pressed with a thumb", async ({
  newPerson,
}) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google", 2);
  await page.setViewportSize({ width: 390, height: 844 });
  await connect(page, "Google Calendar", email);
  await expect(cardOf(page, email).getByText("Active", { exact: true })).toBeVisible({ timeout: 60_000 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  const small = await page
    .getByRole("main")
    .getByRole("button")
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => !button.classList.contains("evidence") && !button.classList.contains("link"))
        .map((button) => ({ name: button.textContent, box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 0 && (box.height < 44 || box.width < 44))
        .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
    );
  expect(small).toEqual([]);
});
