// Plain JavaScript, not TypeScript: editors load the ESLint configuration with whatever Node they bring along.

/**
 * A rule that reports every node matching one of the selectors. The sentence says what to do instead.
 * @param {Record<string, string>} sentences selector to sentence
 * @returns {import("eslint").Rule.RuleModule}
 */
export function forbid(sentences) {
  return {
    meta: { type: "problem", schema: [] },
    create: (context) =>
      Object.fromEntries(
        Object.entries(sentences).map(([selector, message]) => [selector, (node) => context.report({ node, message })]),
      ),
  };
}
