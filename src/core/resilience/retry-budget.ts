/**
 * RES-2: retries may be at most a tenth of all calls, so that we do not make somebody's outage worse. Every first try
 * puts a tenth in, every retry takes one out; what is not spent is kept up to a limit.
 */
export type RetryBudget = { readonly balance: number };

const share = 0.1;
const mostSaved = 20;

/** Enough for one failed operation right after a start. */
export const newBudget: RetryBudget = { balance: 3 };

export function countCall({ balance }: RetryBudget): RetryBudget {
  return { balance: Math.min(mostSaved, balance + share) };
}

/** The budget after a retry, or null when there is none left and the work is put off instead. */
export function spendRetry({ balance }: RetryBudget): RetryBudget | null {
  // A tenth ten times is not quite one.
  return balance >= 1 - 1e-9 ? { balance: balance - 1 } : null;
}
