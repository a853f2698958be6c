import type { State } from "@/components/ui/state-glyph";
import type {
  HealthHistoryShape,
  OverseenConnectionShape,
  OverseenPageShape,
  OverseenProviderShape,
  OverviewShape,
} from "@/server/admin/shapes";

export type Overview = OverviewShape;
export type OverseenProvider = OverseenProviderShape;
export type OverseenConnection = OverseenConnectionShape;
export type OverseenPage = OverseenPageShape;
export type HealthHistory = HealthHistoryShape;
export type HealthState = OverseenConnection["state"];

const shown: Readonly<Record<HealthState, State>> = {
  healthy: "healthy",
  catching_up: "catchingUp",
  late: "late",
  provider_outage: "outage",
  needs_reconnecting: "reconnect",
  disabled: "disabled",
  paused: "paused",
  unknown: "unknown",
};

/** The eight states as the glyphs call them. A page that lost contact no longer claims what it saw. */
export const toShown = (state: HealthState, lost = false): State =>
  lost && (state === "healthy" || state === "catching_up") ? "unknown" : shown[state];

export const listStates = ["act", "trouble", ...(Object.keys(shown) as HealthState[])] as const;
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
export const exportPath = (wanted: HealthSearch): string =>
  `/api/v1/admin/health/export${toQuery({ ...listQuery(wanted), cursor: undefined })}`;

export const countOf = (states: Overview["states"], ...wanted: readonly HealthState[]): number =>
  states.reduce((sum, { state, connections }) => (wanted.includes(state) ? sum + connections : sum), 0);
