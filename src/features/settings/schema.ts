import { z } from "zod";

type Search = Readonly<Record<string, string | string[] | undefined>>;

/** What stands in the address of the audit log: days of the person's calendar, and what to look for. */
export type AuditFilter = {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
};

const text = (pattern: RegExp) => z.string().regex(pattern).optional().catch(undefined);
const day = text(/^\d{4}-\d{2}-\d{2}$/);

const filter = z.object({
  actor: text(/^[\w-]{1,100}$/),
  action: text(/^[a-z_-]{1,40}(\.[a-z_-]{1,40})?$/),
  from: day,
  to: day,
  cursor: text(/^\d{1,18}$/),
});

/** What does not fit is left out: an address typed wrong shows the log, not an error. */
export function readAuditFilter(search: Search): AuditFilter {
  return filter.parse(search);
}

/** The address of the log with this filter, without what is empty. */
export function auditAddress(wanted: AuditFilter): string {
  const pairs = Object.entries(wanted).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(pairs).toString();
  return query === "" ? "/settings/audit" : `/settings/audit?${query}`;
}

/** The instants between which a filter looks: whole days as the person counts them, the last one included. */
export function auditSpan({ from, to }: AuditFilter, timeZone: string): { from?: string; to?: string } {
  const start = startOfDay(from, timeZone, 0);
  const end = startOfDay(to, timeZone, 1);
  return { ...(start && { from: start }), ...(end && { to: end }) };
}

function startOfDay(written: string | undefined, timeZone: string, later: number): string | undefined {
  if (!written || Number.isNaN(Date.parse(written))) return undefined;
  const date = Temporal.PlainDate.from(written, { overflow: "constrain" }).add({ days: later });
  return date.toZonedDateTime(timeZone).toInstant().toString();
}
