import type { Tx } from "@/server/db/open-database";

export type BookingPlace = { readonly workspaceId: string; readonly bookingId: string };
export type BookingState = "held" | "requested" | "confirmed" | "cancelled" | "declined" | "expired" | "failed";

export type NewBooking = BookingPlace & {
  readonly configurationId: string;
  readonly state: "held" | "requested";
  readonly cause: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly holdExpiresAt: Date;
  readonly visitor: Visitor;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly writeId: string | null;
  readonly calendarId: string | null;
  readonly hosts: readonly string[];
  readonly guests: readonly string[];
  readonly now: Date;
};
export type Visitor = {
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly locale: string;
  readonly notes: string;
};

export async function addBooking(tx: Tx, booking: NewBooking): Promise<void> {
  const { workspaceId, visitor, now } = booking;
  await tx.booking.create({
    data: {
      ...{ workspaceId, id: booking.bookingId, configurationId: booking.configurationId, state: booking.state },
      ...{ startsAt: booking.startsAt, endsAt: booking.endsAt, holdExpiresAt: booking.holdExpiresAt },
      ...{ visitorName: visitor.name, visitorEmail: visitor.email, visitorZone: visitor.zone },
      ...{ visitorLocale: visitor.locale, answers: { notes: visitor.notes }, manageTokenHash: booking.tokenHash },
      ...{ writeId: booking.writeId, calendarId: booking.calendarId, hostUserIds: [...booking.hosts] },
      ...{ guests: [...booking.guests], cause: booking.cause, createdAt: now, updatedAt: now },
    },
  });
}

/** What a link is good for: one to invite guests moves nothing, and the other way round. */
export type LinkPurpose = "manage" | "guests";

type NewLink = {
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly expiresAt: Date;
  readonly now: Date;
  readonly purpose?: LinkPurpose;
};

export async function addLink(tx: Tx, { workspaceId, bookingId }: BookingPlace, link: NewLink): Promise<void> {
  const { tokenHash, expiresAt, now: createdAt, purpose = "manage" } = link;
  await tx.bookingLink.create({ data: { workspaceId, bookingId, tokenHash, purpose, expiresAt, createdAt } });
}

/** A link lasts as long as there is something to move or cancel. */
export async function extendLinks(tx: Tx, { workspaceId, bookingId }: BookingPlace, expiresAt: Date): Promise<void> {
  await tx.bookingLink.updateMany({ where: { workspaceId, bookingId, revokedAt: null }, data: { expiresAt } });
}

export type FoundLink = BookingPlace & { readonly expiresAt: Date; readonly revokedAt: Date | null };

export async function findLink(tx: Tx, tokenHash: Uint8Array<ArrayBuffer>): Promise<FoundLink | null> {
  const [row] = await tx.$queryRaw<FoundLink[]>`
    select workspace_id as "workspaceId", booking_id as "bookingId", expires_at as "expiresAt", revoked_at as "revokedAt"
    from system.find_booking_link(${tokenHash})`;
  return row ?? null;
}

type Time = {
  readonly hosts: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** Null: until somebody gives it back. */
  readonly expiresAt: Date | null;
  readonly now: Date;
};

/** False: somebody else has it. */
export async function takeTime(tx: Tx, { bookingId }: BookingPlace, time: Time): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    select system.take_time(${bookingId}::uuid, ${[...time.hosts]}::uuid[], ${time.from}, ${time.to}, ${time.expiresAt},
      ${time.now}) as taken`;
  return row?.taken ?? false;
}

export async function giveBackTime(tx: Tx, { workspaceId, bookingId }: BookingPlace): Promise<void> {
  await tx.bookedTime.deleteMany({ where: { workspaceId, bookingId } });
}

/** Whether the time is still ours: an expired hold may have made room. */
export async function keepTime(tx: Tx, { workspaceId, bookingId }: BookingPlace): Promise<boolean> {
  const { count } = await tx.bookedTime.updateMany({ where: { workspaceId, bookingId }, data: { expiresAt: null } });
  return count > 0;
}

export type WriteState = "pending" | "sending" | "unknown" | "done" | "conflict" | "failed";
type BookingWrite = {
  readonly id: string;
  readonly state: WriteState;
  /** By its first try, whose answer we heard: nobody has seen the event before. */
  readonly isJustMade: boolean;
  readonly remoteId: string | null;
};
export type BookingRow = BookingPlace & {
  readonly configurationId: string;
  readonly title: string;
  readonly state: BookingState;
  readonly cause: string | null;
  readonly attention: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly holdExpiresAt: Date | null;
  readonly visitor: Visitor;
  readonly hosts: readonly string[];
  readonly hostNames: readonly string[];
  readonly calendarId: string | null;
  readonly noShowAt: Date | null;
  readonly createdAt: Date;
  readonly write: BookingWrite | null;
  readonly lastWriteId: string | null;
  readonly joinUrl: string | null;
  /** Whom the visitor wants invited, and since when they may be. */
  readonly guests: readonly string[];
  readonly guestsConfirmedAt: Date | null;
};

type Row = {
  readonly id: string;
  readonly configuration_id: string;
  readonly title: string;
  readonly state: BookingState;
  readonly cause: string | null;
  readonly attention: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly hold_expires_at: Date | null;
  readonly visitor_name: string;
  readonly visitor_email: string;
  readonly visitor_zone: string;
  readonly visitor_locale: string;
  readonly notes: string | null;
  readonly host_user_ids: string[];
  readonly host_names: string[];
  readonly calendar_id: string | null;
  readonly no_show_at: Date | null;
  readonly created_at: Date;
  readonly write_id: string | null;
  readonly write_state: WriteState | null;
  readonly just_made: boolean | null;
  readonly remote_id: string | null;
  readonly last_write_id: string | null;
  readonly join_url: string | null;
  readonly guests: string[];
  readonly guests_confirmed_at: Date | null;
};

export type Which = {
  readonly workspaceId: string;
  readonly bookingId?: string;
  readonly hostUserId?: string | undefined;
  /** Narrows what hostUserId allows; it never widens it. */
  readonly withHost?: string | undefined;
  readonly configurationId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly states?: readonly BookingState[] | undefined;
  readonly needsAttention?: boolean | undefined;
  readonly isNoShow?: boolean | undefined;
  readonly isNewestFirst?: boolean | undefined;
  readonly limit?: number;
};

/** Read without a person: who hosts sees the bookings of their calendar, not its events. */
export async function listBookings(tx: Tx, which: Which): Promise<BookingRow[]> {
  const { bookingId = null, hostUserId = null, from = null, until = null, states = null } = which;
  const { withHost = null, configurationId = null } = which;
  const rows = await tx.$queryRaw<Row[]>`
    select b.id, b.configuration_id, c.title, b.state, b.cause, b.attention, b.starts_at, b.ends_at, b.hold_expires_at,
      b.visitor_name, b.visitor_email, b.visitor_zone, b.visitor_locale, b.answers ->> 'notes' as notes,
      b.host_user_ids, b.calendar_id, b.no_show_at, b.created_at, b.write_id, b.last_write_id,
      b.guests, b.guests_confirmed_at,
      array(select u.name from users u where u.id = any (b.host_user_ids) order by array_position(b.host_user_ids, u.id)) as host_names,
      w.state as write_state, w.attempts = 1 and e.write_id = w.id as just_made, w.remote_id, e.join_url
    from bookings b
    join booking_configurations c on c.workspace_id = b.workspace_id and c.id = b.configuration_id
    left join event_writes w on w.workspace_id = b.workspace_id and w.id = b.write_id
    left join events e on e.workspace_id = b.workspace_id and e.calendar_id = b.calendar_id and e.remote_id = w.remote_id
    where b.workspace_id = ${which.workspaceId}::uuid and (${bookingId}::uuid is null or b.id = ${bookingId}::uuid)
      and (${hostUserId}::uuid is null or ${hostUserId}::uuid = any (b.host_user_ids))
      and (${withHost}::uuid is null or ${withHost}::uuid = any (b.host_user_ids))
      and (${configurationId}::uuid is null or b.configuration_id = ${configurationId}::uuid)
      and (${from}::timestamptz is null or b.ends_at >= ${from}) and (${until}::timestamptz is null or b.starts_at < ${until})
      and (${states === null} or b.state = any (${[...(states ?? [])]}::text[]))
      and (${which.needsAttention !== true} or b.attention is not null or b.state = 'requested')
      and (${which.isNoShow !== true} or b.no_show_at is not null)
    order by case when ${which.isNewestFirst === true} then b.starts_at end desc, b.starts_at, b.id limit ${which.limit ?? 200}`;
  return rows.map((row) => toRow(which.workspaceId, row));
}

export async function findBooking(tx: Tx, { workspaceId, bookingId }: BookingPlace): Promise<BookingRow | null> {
  const [row] = await listBookings(tx, { workspaceId, bookingId, limit: 1 });
  return row ?? null;
}

const toRow = (workspaceId: string, row: Row): BookingRow => ({
  ...{ workspaceId, bookingId: row.id, configurationId: row.configuration_id, title: row.title, state: row.state },
  ...{ cause: row.cause, attention: row.attention, startsAt: row.starts_at, endsAt: row.ends_at },
  holdExpiresAt: row.hold_expires_at,
  visitor: {
    ...{ name: row.visitor_name, email: row.visitor_email, zone: row.visitor_zone, locale: row.visitor_locale },
    notes: row.notes ?? "",
  },
  ...{ hosts: row.host_user_ids, hostNames: row.host_names, calendarId: row.calendar_id, noShowAt: row.no_show_at },
  ...{ createdAt: row.created_at, lastWriteId: row.last_write_id, joinUrl: row.join_url },
  ...{ guests: row.guests, guestsConfirmedAt: row.guests_confirmed_at },
  write:
    row.write_id === null || row.write_state === null
      ? null
      : { id: row.write_id, state: row.write_state, isJustMade: row.just_made ?? false, remoteId: row.remote_id },
});

/** One after the other for a booking: whoever changes it holds its row. */
export async function lockBooking(tx: Tx, { workspaceId, bookingId }: BookingPlace): Promise<void> {
  await tx.$queryRaw`select 1 from bookings where workspace_id = ${workspaceId}::uuid and id = ${bookingId}::uuid for update`;
}

export type BookingChange = {
  readonly state?: BookingState;
  readonly cause?: string | null;
  readonly attention?: string | null;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
  readonly holdExpiresAt?: Date | null;
  readonly writeId?: string;
  readonly calendarId?: string;
  readonly lastWriteId?: string;
  readonly endedAt?: Date;
  readonly noShowAt?: Date | null;
  readonly guestsConfirmedAt?: Date;
};

export async function changeBooking(
  tx: Tx,
  { workspaceId, bookingId }: BookingPlace,
  change: BookingChange,
): Promise<void> {
  await tx.booking.update({ where: { workspaceId_id: { workspaceId, id: bookingId } }, data: change });
}

type Address = { readonly workspaceId: string; readonly email: string; readonly since: Date };

export function countOfAddress(tx: Tx, { workspaceId, email, since }: Address): Promise<number> {
  return tx.booking.count({
    where: { workspaceId, visitorEmail: email, createdAt: { gte: since }, state: { not: "failed" } },
  });
}

export type LoadRow = { readonly userId: string; readonly load: number; readonly lastBookedAt: Date | null };

/** How many bookings hosts have ahead of them, and when they got the last. */
export async function loadLoads(
  tx: Tx,
  { workspaceId, configurationId }: { readonly workspaceId: string; readonly configurationId: string },
  now: Date,
): Promise<LoadRow[]> {
  return tx.$queryRaw<LoadRow[]>`
    select host as "userId", count(*)::int as load, max(b.created_at) as "lastBookedAt"
    from bookings b, unnest(b.host_user_ids) as host
    where b.workspace_id = ${workspaceId}::uuid and b.configuration_id = ${configurationId}::uuid
      and b.state in ('held', 'requested', 'confirmed') and b.starts_at >= ${now}
    group by 1`;
}
