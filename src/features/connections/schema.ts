import type { ConnectResult } from "@/server/connections/connect-result";
import type { ConnectableProviderShape, ConnectionCalendarShape, ConnectionShape } from "@/server/connections/shapes";

export type Provider = ConnectableProviderShape;
export type Connection = ConnectionShape;
export type ConnectionCalendar = ConnectionCalendarShape;

/** What came of the way over a provider's page. */
export type ConnectOutcome = ConnectResult;

/** Where a provider's page leads back to. */
export const returnTo = "/sales/settings/calendar";
