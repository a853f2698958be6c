import type { ProblemError } from "./problem";

import { useServerSentence } from "./use-answer-words";

/** What the server says about one field, in the page's language. */
export function useFieldError() {
  const say = useServerSentence();
  return (problem: ProblemError | null, field: string): string | undefined => {
    const message = findMessage(problem, field);
    return message === undefined ? undefined : say(message);
  };
}

function findMessage(problem: ProblemError | null, field: string): string | undefined {
  return problem?.details?.errors?.find(({ path }) => path.replace(/^\/|^body\./, "") === field)?.message;
}
