import { z } from "zod";

import type { PageSave } from "@/core/ports/sync-store";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { EventDraft, Notify } from "@/core/ports/provider-write";
import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";

type Proving = { readonly proofs: PageSave["proofs"]; readonly now: Date };

/** F6: the provider shows what we wrote, so the write whose answer was lost has arrived. */
export async function settleProofs(tx: Tx, of: CalendarPlace, { proofs, now }: Proving): Promise<void> {
  if (proofs.length === 0) return;
  await tx.$executeRaw`
    update event_writes w set state = 'done', remote_id = r."remoteId", result_version = r."remoteVersion", finished_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(proofs)}::jsonb) as r ("writeId" uuid, "remoteId" text, "remoteVersion" text)
    where w.workspace_id = ${of.workspaceId}::uuid and w.calendar_id = ${of.calendarId}::uuid and w.id = r."writeId"
      and w.state in ('sending', 'unknown')`;
}

/** What is to be done at the provider. */
export type WriteOrder =
  | { readonly operation: "create"; readonly draft: EventDraft }
  | {
      readonly operation: "change";
      readonly remoteId: string;
      readonly ifVersion: string | null;
      readonly changes: Partial<EventDraft>;
    }
  | { readonly operation: "cancel"; readonly remoteId: string; readonly ifVersion: string | null };

export type NewWrite = {
  readonly id: string;
  readonly userId: string;
  readonly requestedBy: string | null;
  readonly order: WriteOrder;
  readonly notify: Notify;
  readonly now: Date;
  /** When the background begins to carry it out; at once unless whoever orders it does so. */
  readonly sendAt?: Date;
};

/** False when a write with this id is there already: asked twice, it is done once. */
export async function addWrite(tx: Tx, of: CalendarPlace, write: NewWrite): Promise<boolean> {
  const { order } = write;
  const [remoteId, ifVersion] = order.operation === "create" ? [null, null] : [order.remoteId, order.ifVersion];
  const patch = order.operation === "create" ? order.draft : order.operation === "change" ? order.changes : {};
  const added = await tx.$executeRaw`
    insert into event_writes (workspace_id, id, calendar_id, user_id, operation, remote_id, if_version, patch, notify,
      requested_by, created_at)
    values (${of.workspaceId}::uuid, ${write.id}::uuid, ${of.calendarId}::uuid, ${write.userId}::uuid, ${order.operation},
      ${remoteId}, ${ifVersion}, ${JSON.stringify(patch)}::jsonb, ${write.notify}, ${write.requestedBy}::uuid, ${write.now})
    on conflict do nothing`;
  return added === 1;
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const moment = z.object({
  at: instant,
  wall: z.string(),
  zone: z.string().nullable(),
  writtenZone: z.string().nullable(),
});
const draftShape = z.object({
  title: z.string(),
  location: z.string(),
  description: z.string(),
  times: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("timed"), start: moment, end: moment }),
    z.object({ kind: z.literal("all_day"), firstDay: z.string(), endDay: z.string() }),
  ]),
  attendees: z.array(z.object({ email: z.string(), name: z.string().nullable(), isOptional: z.boolean() })),
  shownAs: z.enum(["busy", "free", "tentative", "out_of_office", "working_elsewhere"]),
  visibility: z.enum(["default", "public", "private", "confidential"]),
  withConference: z.boolean(),
}) satisfies z.ZodType<EventDraft>;

export type OpenWrite = {
  readonly id: string;
  readonly order: WriteOrder;
  readonly notify: Notify;
  /** How often it was taken before. */
  readonly triedBefore: number;
  /** Nothing of it is wanted any more: what was ordered later says otherwise. */
  readonly isSuperseded: boolean;
};

type WriteRow = {
  readonly id: string;
  readonly operation: string;
  readonly remote_id: string | null;
  readonly if_version: string | null;
  readonly patch: unknown;
  readonly notify: Notify;
  readonly attempts: number;
  readonly created_at: Date;
};

/** From here on the provider may have it. Null when it is settled already. */
export async function takeWrite(tx: Tx, of: CalendarPlace, writeId: string): Promise<OpenWrite | null> {
  const [row] = await tx.$queryRaw<WriteRow[]>`
    update event_writes set state = 'sending', attempts = attempts + 1
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and id = ${writeId}::uuid
      and state in ('pending', 'sending', 'unknown')
    returning id, operation, remote_id, if_version, patch, notify, attempts, created_at`;
  if (row === undefined) return null;
  const { isSuperseded, order } = withoutLater(toOrder(row), await listLater(tx, of, row));
  return { id: row.id, notify: row.notify, order, isSuperseded, triedBefore: row.attempts - 1 };
}

type Later = { readonly operation: string; readonly fields: readonly string[] };

/** What was ordered about the same event after it, and has not come to nothing. */
function listLater(tx: Tx, of: CalendarPlace, { remote_id: remoteId, created_at: at }: WriteRow): Promise<Later[]> {
  return tx.$queryRaw<Later[]>`
    select operation, array(select jsonb_object_keys(patch)) as fields from event_writes
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and remote_id = ${remoteId}
      and created_at > ${at} and operation in ('change', 'cancel') and state not in ('failed', 'conflict')`;
}

/** One that comes late undoes nothing that was ordered after it. */
function withoutLater(order: WriteOrder, later: readonly Later[]): Pick<OpenWrite, "order" | "isSuperseded"> {
  if (order.operation !== "change" || later.length === 0) return { order, isSuperseded: false };
  const isOff = later.some(({ operation }) => operation === "cancel");
  const said = new Set(later.flatMap(({ fields }) => fields));
  const left = Object.entries(order.changes).filter(([field]) => !said.has(field));
  return { order: { ...order, changes: Object.fromEntries(left) }, isSuperseded: isOff || left.length === 0 };
}

function toOrder({ operation, remote_id: id, if_version: ifVersion, patch }: WriteRow): WriteOrder {
  if (operation === "create") return { operation, draft: draftShape.parse(patch) };
  const remoteId = id ?? "";
  if (operation === "cancel") return { operation, remoteId, ifVersion };
  const { data } = draftShape.partial().safeParse(patch);
  return { operation: "change", remoteId, ifVersion, changes: withoutUndefined(data ?? {}) };
}

const withoutUndefined = (changes: object): Partial<EventDraft> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

export type WriteResult =
  | { readonly state: "done"; readonly remoteId: string; readonly remoteVersion: string | null }
  | { readonly state: "unknown" | "conflict" | "failed"; readonly errorKind: ProviderErrorKind };

export async function settleWrite(
  tx: Tx,
  of: CalendarPlace & { readonly writeId: string; readonly now: Date },
  result: WriteResult,
): Promise<void> {
  const isDone = result.state === "done";
  await tx.$executeRaw`
    update event_writes set state = ${result.state}, finished_at = ${of.now},
      remote_id = coalesce(${isDone ? result.remoteId : null}, remote_id),
      result_version = coalesce(${isDone ? result.remoteVersion : null}, result_version),
      error_code = ${isDone ? null : result.errorKind}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and id = ${of.writeId}::uuid
      and state in ('sending', 'unknown')`;
}

/** The mirror's row of what we have just written: an older answer of the provider does not undo it. */
export async function markWritten(
  tx: Tx,
  of: CalendarPlace & { readonly writeId: string; readonly now: Date },
  remoteId: string,
): Promise<void> {
  await tx.$executeRaw`
    update events set written_at = ${of.now}, write_id = ${of.writeId}::uuid
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and remote_id = ${remoteId}`;
}
