import { problemCodes, type ProblemCode } from "@/server/http/problem-codes";

const successes = ["connected", "reconnected", "connected_partly"] as const;
type Success = (typeof successes)[number];

/** What came of it, as the page says it. */
export type ConnectResult =
  | { readonly kind: Success; readonly connectionId: string | null }
  | { readonly kind: "problem"; readonly code: ProblemCode; readonly title: string; readonly detail: string };

type Told = { readonly connect: Success | ProblemCode; readonly provider: string; readonly connection?: string };

/** The page to go back to, with the result in its address. */
export function withResult(origin: string, returnTo: string, told: Told): string {
  const url = new URL(returnTo, origin);
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
  return url.href;
}

const isSuccess = (word: string): word is Success => successes.some((each) => each === word);
const isCode = (word: string): word is ProblemCode => Object.hasOwn(problemCodes, word);

/** Reads it back from the address of a page; null when there is none, or one that nobody wrote. */
export function readResult(query: URLSearchParams): ConnectResult | null {
  const word = query.get("connect") ?? "";
  if (isSuccess(word)) return { kind: word, connectionId: query.get("connection") };
  if (!isCode(word)) return null;
  const { title, detail } = problemCodes[word];
  return { kind: "problem", code: word, title, detail };
}
