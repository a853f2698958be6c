import { explain } from "@/core/errors/explain";
import { adviseHealth, type AdviceFacts } from "@/core/health/advise-health";
import type { HealthFinding } from "@/core/health/assess-connection";
import { explainHealth } from "@/core/health/explain-health";
import { words } from "@/core/health/words";
import { crashedCode } from "@/server/db/work/due-work";

import type { CalendarHealthShape, LastErrorShape } from "./shapes";
import type { KeptError } from "./to-evidence";

type VerdictShape = Pick<
  CalendarHealthShape,
  "state" | "badge" | "cause" | "sentence" | "since" | "means" | "next" | "action"
>;

export const toIso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

type Described = { readonly facts: AdviceFacts; readonly nextAt: Date | null };

/** A finding in the words that a person reads. */
export function describeFinding(finding: HealthFinding, { facts, nextAt }: Described): VerdictShape {
  const { state, because, since } = finding;
  const { means, next, action } = adviseHealth(because, facts);
  return {
    state,
    badge: words[state].badge,
    cause: because,
    sentence: explainHealth(because, facts.names),
    since: toIso(since),
    means,
    next: { sentence: next, at: toIso(nextAt) },
    action,
  };
}

/** What is kept without a kind of a provider: our own mishaps, and what a newer version wrote that runs beside this one. */
const ownErrors: Readonly<Record<string, string>> = {
  [crashedCode]: "Reading it ended our own process three times in a row.",
  unexpected: "Something went wrong here, not at the provider. Our log says what.",
};
const unknownError = "Something went wrong that this version has no words for.";

export function describeError(error: KeptError | null, names: AdviceFacts["names"]): LastErrorShape | null {
  if (error === null) return null;
  const { code, kind, category, at, requestId } = error;
  const sentence = kind === null ? (ownErrors[code] ?? unknownError) : explain(kind, names).person;
  return { code, category, sentence, at: toIso(at), requestId };
}
