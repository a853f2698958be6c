import { z } from "zod";

import { preferenceFor } from "@/core/alerts/choose-deliveries";
import { channelIds } from "@/core/ports/alert-channel";
import { listEndpoints, type EndpointRow } from "@/server/db/notifications/endpoints";
import { listPreferences, writePreference } from "@/server/db/notifications/preferences";
import type { Deps } from "@/server/deps";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import { httpChannels } from "./channels/catalog";
import {
  outsideChannels,
  type EndpointShape,
  type NotificationSettings,
  type PreferenceInput,
} from "./settings-shapes";
import { toPreference } from "./tell-people";

const error = z.object({ code: z.string() });
const iso = (at: Date | null) => at?.toISOString() ?? null;

function toEndpoint(row: EndpointRow): EndpointShape[] {
  const channel = outsideChannels.find((id) => id === row.channel);
  if (channel === undefined) return [];
  const failed = error.safeParse(row.lastError);
  return [
    {
      ...{ id: row.id, channel, name: row.name, isTeam: row.userId === null, createdAt: row.createdAt.toISOString() },
      ...{ verifiedAt: iso(row.verifiedAt), failingSince: iso(row.failingSince), disabledAt: iso(row.disabledAt) },
      testedAt: iso(row.testedAt),
      isSigned: httpChannels.some(({ id, isSigned }) => id === channel && isSigned),
      errorCode: failed.success && row.failingSince !== null ? failed.data.code : null,
    },
  ];
}

/** How one hears, here: what was chosen, and what is usual where nothing was. */
export async function loadNotificationSettings(deps: Deps, caller: Caller): Promise<NotificationSettings> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const mine = { workspaceId: here.workspaceId, userId: person.user.id };
  return deps.db.inWorkspace(here, async (tx) => {
    const preferences = (await listPreferences(tx, mine)).flatMap(toPreference);
    const endpoints = (await listEndpoints(tx, mine)).flatMap(toEndpoint);
    return {
      channels: channelIds.map((channel) => {
        const { isEnabled, minimumSeverity, quietFrom, quietUntil, digest } = preferenceFor(channel, { preferences });
        const isAvailable =
          channel === "in_app" ||
          (channel === "email" ? deps.env.messaging.mail !== null : endpoints.some((one) => one.channel === channel));
        return { channel, isAvailable, isEnabled, minimumSeverity, quietFrom, quietUntil, digest };
      }),
      endpoints,
      mayAddForTeam: includesRole(person.role, "admin"),
    };
  });
}

export async function changePreference(
  deps: Deps,
  caller: Caller,
  { channel, ...values }: PreferenceInput,
): Promise<NotificationSettings> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const mine = { workspaceId: here.workspaceId, userId: person.user.id, channel };
  await deps.db.inWorkspace(here, async (tx) => {
    await writePreference(tx, mine, { ...values, quietZone: person.user.timeZone });
    await recordAudit(tx, {
      ...{ workspaceId: here.workspaceId, actor: actorOf(caller), action: "notifications.changed" },
      detail: { channel, isEnabled: values.isEnabled, minimumSeverity: values.minimumSeverity },
    });
  });
  return loadNotificationSettings(deps, caller);
}
