import { AsyncLocalStorage } from "node:async_hooks";

/** What every log line written while answering one request carries. */
export type RequestScope = { readonly requestId: string };

// On globalThis, because a bundler may give the parts of one server their own copy of this file.
const holder = globalThis as { [scopeKey]?: AsyncLocalStorage<RequestScope> };
const scopeKey = Symbol.for("daykeeper.request-scope");
const storage = (holder[scopeKey] ??= new AsyncLocalStorage<RequestScope>());

export function inRequestScope<T>(scope: RequestScope, run: () => T): T {
  return storage.run(scope, run);
}

export function currentRequestId(): string | null {
  return storage.getStore()?.requestId ?? null;
}
