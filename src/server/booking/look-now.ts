import { withBuffers } from "@/core/availability/open-slots";
import type { Span } from "@/core/availability/spans";
import type { LiveAnswers } from "@/server/availability/arrange-hosts";
import { askProviders } from "@/server/availability/ask-providers";
import type { Mirror } from "@/server/availability/load-mirror";
import type { Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";

type Looking = {
  readonly configuration: Configuration;
  readonly mirror: Mirror;
  readonly hosts: readonly string[];
  readonly slot: Span;
};

/** What is being asked this moment. */
const flights = new WeakMap<Deps["db"], Map<string, Promise<LiveAnswers>>>();

/**
 * The calendars of those who would host, around the time alone: one call for each of their accounts. P13. Fifty people
 * who want one time at once ask their provider once: each call of its own would wait for the provider's pace, and the
 * winner with it.
 */
export function lookNow(deps: Deps, { configuration, mirror, hosts, slot }: Looking): Promise<LiveAnswers> {
  const rows = [...mirror.coverage.values()].filter(({ user_id: userId }) => hosts.includes(userId));
  const window = withBuffers(configuration.rules, slot);
  const ids = rows.map(({ calendar_id: id }) => id).toSorted();
  const key = [window.from, window.to, ...ids].join(" ");
  const open = flights.get(deps.db) ?? new Map<string, Promise<LiveAnswers>>();
  flights.set(deps.db, open);
  const joined = open.get(key);
  if (joined !== undefined) return joined;
  const asked = askProviders(deps, { workspaceId: configuration.workspaceId, rows, window }).finally(() =>
    open.delete(key),
  );
  open.set(key, asked);
  return asked;
}
