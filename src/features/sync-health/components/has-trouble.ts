import { isReading, type ConnectionHealth } from "../schema";

const shows = new Set<ConnectionHealth["state"]>([
  "needs_reconnecting",
  "disabled",
  "provider_outage",
  "late",
  "unknown",
]);
/** Unknown before and during the first try is no trouble: the first read is on its way. */
const isFirst = (connection: ConnectionHealth) =>
  connection.cause === "never_read" &&
  (isReading(connection) || connection.calendars.every(({ lastTried }) => lastTried === null));

export const hasTrouble = (connection: ConnectionHealth): boolean =>
  shows.has(connection.state) && !isFirst(connection);
