// I13: whoever has to do something has been told once, and nobody is told about what is well.
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Row = { email: string; status: string; isEnded: boolean; asking: number; others: number; isWell: boolean };

const openAlerts = `
  select n.account_email as email, n.status, n.disconnected_at is not null as "isEnded",
    n.disconnected_at is null and n.status = 'healthy' and not exists (
      select from calendars c join calendar_sync_states s on s.workspace_id = c.workspace_id and s.calendar_id = c.id
      where c.workspace_id = n.workspace_id and c.connection_id = n.id and c.is_selected and s.status <> 'healthy') as "isWell",
    count(a.id) filter (where a.rule_id = 'connection.needs_reconnecting')::int as asking,
    count(a.id) filter (where a.rule_id in ('sync.failing', 'sync.delayed', 'sync.deletion_held'))::int as others
  from connections n left join calendar_alerts a on a.workspace_id = n.workspace_id and a.connection_id = n.id
    and a.resolved_at is null and a.calm_since is null
  where n.workspace_id = $1 group by n.workspace_id, n.id order by n.id`;

/** When everything has come to rest. An alert that is calm only waits for its own end. */
export async function checkAlerts({ database: { look, workspaceId } }: Scene): Promise<Violation | null> {
  for (const { email, status, isEnded, asking, others, isWell } of await look<Row>(openAlerts, [workspaceId])) {
    // Whoever has disconnected is not asked to come back.
    const wanted = status === "needs_reconnecting" && !isEnded ? 1 : 0;
    if (asking !== wanted)
      return { invariant: "I13", what: `${email} is ${status} and asked to reconnect ${asking} times` };
    if (isWell && others > 0) return { invariant: "I13", what: `${email} is well, and ${others} alerts say otherwise` };
  }
  return null;
}

type Told = {
  readonly rule: string;
  readonly word: string;
  readonly opened: number;
  readonly times: number;
  readonly last: number;
};

const messages = `
  select a.rule_id as rule, a.told_word as word, a.occurrences as times,
    count(d.id) filter (where d.kind = 'opened')::int as opened, count(d.id) filter (where d.kind = a.told_word)::int as last
  from calendar_alerts a left join notification_deliveries d on d.workspace_id = a.workspace_id and d.alert_id = a.id
    and d.channel = 'in_app'
  where a.workspace_id = $1 and a.user_id is not null and a.told_word in ('opened', 'resolved', 'reminder')
  group by a.workspace_id, a.id order by a.id`;

/** I13. What an alert says that its person was told, they were told, and each beginning once. */
export async function checkTold({ database: { look, workspaceId }, plan }: Scene): Promise<Violation | null> {
  // Whoever leaves is told no more of what ends with it.
  const mayLeave = plan.steps.some((step) => step.do === "disconnect");
  for (const { rule, word, opened, times, last } of await look<Told>(messages, [workspaceId])) {
    if (last === 0 && !(mayLeave && word === "resolved"))
      return { invariant: "I13", what: `of ${rule} nobody was told that it is ${word}` };
    if (opened > times)
      return { invariant: "I13", what: `of ${rule} somebody was told ${opened} times, it began ${times} times` };
  }
  return null;
}
