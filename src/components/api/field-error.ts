import type { ProblemError } from "./problem";

/** What the server says about one field, in its words. */
export function fieldError(problem: ProblemError | null, field: string): string | undefined {
  return problem?.details?.errors?.find(({ path }) => path.replace(/^\/|^body\./, "") === field)?.message;
}
