import { healthStates, type HealthState } from "@/components/ui/shown-state";
import type {
  HealthHistoryShape,
  OverseenCalendarsShape,
  OverseenConnectionShape,
  OverseenPageShape,
  OverseenProviderShape,
  OverviewShape,
} from "@/server/admin/shapes";

export type Overview = OverviewShape;
export type OverseenProvider = OverseenProviderShape;
export type OverseenConnection = OverseenConnectionShape;
export type OverseenCalendars = OverseenCalendarsShape;
export type OverseenPage = OverseenPageShape;
export type HealthHistory = HealthHistoryShape;

export const listStates = ["act", "trouble", ...healthStates] as const;
export type ListState = (typeof listStates)[number];
export const listSorts = ["worst", "newest", "person"] as const;
export type ListSort = (typeof listSorts)[number];

/** What stands in the address: of which workspace, which accounts, in which order, and which of them is looked at. */
export type HealthSearch = {
  readonly workspace?: string | undefined;
  readonly provider?: string | undefined;
  readonly state?: ListState | "all" | undefined;
  readonly q?: string | undefined;
  readonly sort?: ListSort | undefined;
  readonly cursor?: string | undefined;
  readonly account?: string | undefined;
};

const toQuery = (pairs: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(pairs).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
};

export const addressOf = (wanted: HealthSearch): string => `/admin/health${toQuery(wanted)}`;

export const overviewPath = (workspaceId?: string): string => `/api/v1/admin/health${toQuery({ workspaceId })}`;
export const historyPath = (range: HealthHistory["range"], workspaceId?: string): string =>
  `/api/v1/admin/health/history${toQuery({ range, workspaceId })}`;

/** Somebody who opens the page looks for those who wait for a person. */
export const firstState: ListState = "act";

export function listQuery({ workspace, provider, state = firstState, q, sort, cursor }: HealthSearch) {
  return { workspaceId: workspace, provider, state: state === "all" ? undefined : state, q, sort, cursor };
}
export const listPath = (wanted: HealthSearch): string =>
  `/api/v1/admin/health/connections${toQuery(listQuery(wanted))}`;
export const calendarsPath = ({ connectionId, workspaceId }: OverseenConnection): string =>
  `/api/v1/admin/health/connections/${connectionId}/calendars${toQuery({ workspaceId })}`;
/** The accounts of one's own team, the worst at the top. */
export const teamPath = (workspaceId: string): string =>
  `/api/v1/admin/health/connections${toQuery({ workspaceId, limit: String(shownOfTeam) })}`;
export const shownOfTeam = 8;
export const exportPath = (wanted: HealthSearch): string =>
  `/api/v1/admin/health/export${toQuery({ ...listQuery(wanted), cursor: undefined })}`;

export const countOf = (states: Overview["states"], ...wanted: readonly HealthState[]): number =>
  states.reduce((sum, { state, connections }) => (wanted.includes(state) ? sum + connections : sum), 0);
