import type { Ids } from "../kernel/ids";
import type { Naming } from "../kernel/provider";
import { originalKey } from "../world/when";
import { occurrenceCore, writeUid } from "./item-ids";

/** Microsoft's shapes of identifiers. Event ids here are the inner names; `item-ids` writes what clients see. */
export function microsoftNaming(ids: Ids): Naming {
  return {
    accountId: () => ids.guid(),
    calendarId: () => `AQMkA${ids.base64url(110)}=`,
    eventId: () => ids.base64url(24),
    eventUid: (eventId) => writeUid(eventId),
    exceptionId: (master, original) => occurrenceCore(master.id, originalKey(original)),
  };
}
