import type { Message } from "@/core/ports/alert-channel";
import { dayMs } from "@/core/time/wall-time";
import type { Locale } from "@/lib/i18n/locales";
import { listForDigest, type AlertRow } from "@/server/db/alerts/alerts";
import type { DeliveryRow } from "@/server/db/notifications/deliveries";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { namesOf } from "@/server/health/to-evidence";

import { addOutgoing } from "./add-outgoing";
import { evidence } from "./shapes";
import { mailTexts, wordsOf } from "./words";

type Planned = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly day: string;
  readonly at: Date;
  readonly now: Date;
};

/** One mail for a day, however much there is to say: what stands in it is read when it goes out. */
export async function planDigest(tx: Tx, { workspaceId, userId, day, at, now }: Planned): Promise<void> {
  await addOutgoing(tx, [
    {
      ...{ workspaceId, userId, channel: "email", endpointId: null, alertId: null, kind: "digest", payload: {} },
      ...{ dedupeKey: `digest:${userId}:${day}`, createdAt: now, dueAt: at },
    },
  ]);
}

type Whose = { readonly workspaceId: string; readonly row: Pick<DeliveryRow, "userId"> };

/** What began or was said again in the last day and is still so, with what can wait; the newest first. */
export function loadDigest(tx: Tx, { workspaceId, row: { userId } }: Whose, now: Date): Promise<AlertRow[]> {
  if (userId === null) return Promise.resolve([]);
  return listForDigest(tx, { workspaceId, userId, since: new Date(now.getTime() - dayMs) });
}

const shown = 20;

export function composeDigest(
  { env }: Pick<Deps, "env">,
  row: DeliveryRow,
  { alerts, locale }: { readonly alerts: readonly AlertRow[]; readonly locale: Locale },
): Message {
  const say = mailTexts(locale);
  const lines = alerts.slice(0, shown).map(({ ruleId, evidence: stored }) => {
    const figures = evidence.catch({}).parse(stored);
    const product = typeof figures.provider === "string" ? namesOf(figures.provider).product : "";
    const { title, todo } = wordsOf({ ruleId, product, evidence: figures }, locale);
    return { title, text: todo };
  });
  return {
    ...{ id: row.id, kind: row.kind, severity: "medium", at: row.createdAt, todo: "", data: {} },
    title: say("digestTitle", { count: alerts.length }),
    body: say("digestBody"),
    lines,
    link: { label: say("seeAlerts"), href: `${env.origin}/alerts` },
  };
}
