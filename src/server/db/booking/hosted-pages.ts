import { z } from "zod";

import type { Tx } from "@/server/db/open-database";

import { modes, type Configuration } from "./configurations";

type Row = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly mode: string;
  readonly confirmation: string;
  readonly hosts: string[];
  readonly calendars: unknown;
};
const calendars = z.array(z.object({ calendarId: z.string(), isOptional: z.boolean() }));

export type HostedPage = Pick<
  Configuration,
  "configurationId" | "slug" | "title" | "mode" | "confirmation" | "calendars"
> & { readonly hosts: readonly { readonly userId: string }[] };

/** The open pages that somebody hosts, with everybody who hosts them and what blocks. One statement, however many. */
export async function loadHostedPages(
  tx: Tx,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
): Promise<HostedPage[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select f.id, f.slug, f.title, f.mode, f.confirmation,
      array(select h.user_id::text from booking_hosts h
        where h.workspace_id = f.workspace_id and h.configuration_id = f.id order by h.user_id) as hosts,
      (select coalesce(jsonb_agg(jsonb_build_object('calendarId', b.calendar_id, 'isOptional', b.is_optional) order by b.calendar_id), '[]')
        from booking_calendars b where b.workspace_id = f.workspace_id and b.configuration_id = f.id) as calendars
    from booking_hosts me
    join booking_configurations f on f.workspace_id = me.workspace_id and f.id = me.configuration_id
    where me.workspace_id = ${workspaceId}::uuid and me.user_id = ${userId}::uuid and f.is_active
    order by f.created_at, f.id`;
  return rows.map(({ id, slug, title, mode, confirmation, hosts, calendars: blocking }) => ({
    ...{ configurationId: id, slug, title, calendars: calendars.parse(blocking) },
    mode: modes.find((each) => each === mode) ?? "single",
    confirmation: confirmation === "by_host" ? "by_host" : "automatic",
    hosts: hosts.map((each) => ({ userId: each })),
  }));
}
