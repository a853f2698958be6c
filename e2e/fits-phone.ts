import { expect, type Page } from "@playwright/test";

/** What a finger has to hit: links in sentences and what is only for screen readers are exempt. */
function findSmallTargets(): string[] {
  const all = [
    ...document.querySelectorAll<HTMLElement>("button, select, input, summary, nav a, [role=tab], [role=menuitem]"),
  ];
  return all
    .filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        element.getBoundingClientRect().width > 1 &&
        !element.matches("p button, [type=checkbox]"),
    )
    .map((element) => ({
      name: (element.getAttribute("aria-label") ?? element.textContent ?? element.tagName).trim().slice(0, 40),
      box: element.getBoundingClientRect(),
    }))
    .filter(({ box }) => Math.round(box.height) < 44)
    .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
}

/** The words that stand beyond the right edge: why a page moves sideways. */
function findOverhanging(): string[] {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth === edge) return [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [`the page is ${document.documentElement.scrollWidth} px wide`];
  const range = document.createRange();
  while (words.nextNode()) {
    range.selectNodeContents(words.currentNode);
    const right = Math.max(0, ...[...range.getClientRects()].map((box) => box.right));
    if (right > edge && words.currentNode.parentElement?.closest("thead, .sr-only, svg") === null)
      found.push(`${words.currentNode.textContent?.slice(0, 80)} ends at ${Math.round(right)}`);
  }
  return found;
}

/** No sideways scroll, targets of 44 px, and inputs of 16 px, which a phone does not zoom into. */
export async function expectToFitPhone(page: Page) {
  expect(await page.evaluate(findOverhanging)).toEqual([]);
  expect(await page.evaluate(findSmallTargets)).toEqual([]);
  const sizes = await page
    .locator("main input:not([type=checkbox]), main select")
    .evaluateAll((controls) => controls.map((control) => Number.parseFloat(getComputedStyle(control).fontSize)));
  expect(sizes.filter((size) => size < 16)).toEqual([]);
}
