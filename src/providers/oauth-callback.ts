import type { HumanAction } from "@/core/errors/provider-error";
import type { Callback } from "@/core/ports/provider-oauth";
import { wordOf } from "./trouble";
import { lookUp, textOf } from "./wire-values";

const longest = 4_096;

/** RFC 6749 4.1.2, RFC 9207: what the browser brings back. Nothing of it is trusted; a parameter that comes twice is none. */
export function readCallbackQuery(query: URLSearchParams, actions: Readonly<Record<string, HumanAction>>): Callback {
  const only = (name: string): string | null => {
    const all = query.getAll(name);
    const [value = ""] = all;
    return all.length === 1 && value.length <= longest ? textOf(value) : null;
  };
  const [code, error, state] = [only("code"), only("error"), only("state")];
  if (error !== null) {
    const reason = wordOf(error) ?? "unknown";
    return { kind: "refused", state, reason, action: lookUp(actions, reason) ?? "reconnect" };
  }
  if (code === null || state === null || query.has("error")) return { kind: "unreadable" };
  return { kind: "code", code: hide(code), state, issuer: only("iss") };
}

/** A closure prints as nothing. */
const hide = (value: string) => ({ reveal: () => value });
