/** What the product does with an account. A person may allow some of it and not the rest. */
export type ScopeFeature = "list_calendars" | "read_events" | "write_events" | "free_busy" | "stay_connected";

/** A feature, and the scopes of which any one is enough. The first is the one that is asked for: the least. */
export type ScopeNeed = { readonly feature: ScopeFeature; readonly anyOf: readonly [string, ...string[]] };

/** Providers answer with short or whole names, whatever was asked: what stands before the short name. */
export type ScopeSpelling = {
  readonly prefixes: readonly string[];
  /** Scopes that are granted and never listed in the answer. */
  readonly unlisted: readonly string[];
};

export type ScopeVerdict = { readonly granted: readonly string[]; readonly missing: readonly ScopeFeature[] };

/** Whether the person lets us write into the account at all. */
export type Leave = { readonly mayWrite: boolean };

/** Who lets us only read is asked for nothing else, and misses nothing else. */
export const needsUnder = (needs: readonly ScopeNeed[], { mayWrite }: Leave): readonly ScopeNeed[] =>
  mayWrite ? needs : needs.filter(({ feature }) => feature !== "write_events");

/** S6. Without leave to write no scope that would allow it, also where one such scope would do for reading too. */
export function scopesToAsk(needs: readonly ScopeNeed[], leave: Leave): readonly string[] {
  const wanted = needsUnder(needs, leave);
  const tooMuch = new Set(needs.filter((need) => !wanted.includes(need)).flatMap(({ anyOf }) => anyOf));
  return [...new Set(wanted.map(({ anyOf }) => anyOf.find((scope) => !tooMuch.has(scope)) ?? anyOf[0]))];
}

/** The scopes of a token answer, short, in order, each once. */
export function readScopes(text: string, spelling: ScopeSpelling): readonly string[] {
  return [
    ...new Set(
      text
        .split(/[\s,]+/)
        .filter((scope) => scope !== "")
        .map((scope) => shorten(scope, spelling)),
    ),
  ].sort();
}

/** Which features the granted scopes do not carry. */
export function compareScopes(
  needs: readonly ScopeNeed[],
  granted: readonly string[],
  spelling: ScopeSpelling,
): ScopeVerdict {
  const have = new Set([...granted, ...spelling.unlisted].map((scope) => shorten(scope, spelling)));
  const missing = needs.filter(({ anyOf }) => !anyOf.some((scope) => have.has(shorten(scope, spelling))));
  return { granted: [...granted], missing: [...new Set(missing.map(({ feature }) => feature))] };
}

/** Scope names are compared without regard to case: Microsoft answers as it likes. */
function shorten(scope: string, { prefixes }: ScopeSpelling): string {
  const lower = scope.toLowerCase();
  const prefix = prefixes.find((each) => lower.startsWith(each.toLowerCase()));
  return prefix === undefined ? lower : lower.slice(prefix.length);
}

const features: Readonly<Record<ScopeFeature, string>> = {
  list_calendars: "the list of your calendars",
  read_events: "your events",
  write_events: "changes to your events",
  free_busy: "your free times",
  stay_connected: "access while you are away",
};

/** "You allowed your events but not your free times. Allow both …" */
export function explainMissing(missing: readonly ScopeFeature[]): string {
  const names = missing.map((feature) => features[feature]);
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "nothing");
  return `You did not allow ${list}. Reconnect and leave the box ticked.`;
}
