import { evaluateAccount } from "@/server/alerts/evaluate-account";
import { settleHeld } from "@/server/booking/settle";
import { discoverConnection } from "@/server/connections/discover-calendars";
import { revokeConnection } from "@/server/connections/revoke";
import { sendDelivery } from "@/server/notifications/send-delivery";
import { testEndpoint } from "@/server/notifications/test-endpoints-daily";
import { processNotices } from "@/server/push/process-notices";
import { watchConnection } from "@/server/push/watch-connection";
import { retryEvent } from "@/server/sync/retry-event";
import { syncCalendar } from "@/server/sync/sync-calendar";
import { writeEvent } from "@/server/sync/own-writes";
import { refreshDueToken } from "@/server/tokens/refresh-due";

import type { WorkHandlers } from "./handler";

/** Who does what. A kind of work without its line here does not compile. */
export const workHandlers: WorkHandlers = {
  "calendar.sync": syncCalendar,
  "event.retry": retryEvent,
  "event.write": writeEvent,
  "booking.settle": settleHeld,
  "connection.discover": discoverConnection,
  "connection.refresh_token": refreshDueToken,
  "connection.revoke": revokeConnection,
  "connection.watch": watchConnection,
  "notification.process": processNotices,
  "alerts.evaluate": evaluateAccount,
  "endpoint.test": testEndpoint,
  "delivery.send": sendDelivery,
};
