// OPS-1: what the command for operators says, for people as a table and for machines as JSON.
import type { OperationsCategory } from "@/core/errors/explain";
import type { HealthState, OperationsLevel } from "@/core/health/words";
import type { HealthShape } from "@/server/health/shapes";

/** A workspace and what GET /api/calendar/health says of all of it: the same truth as the page. */
export type WorkspaceHealth = {
  readonly workspaceId: string | null;
  readonly name: string;
  readonly health: HealthShape;
};

export type Issue = {
  readonly workspaceId: string | null;
  readonly workspace: string;
  readonly connectionId: string;
  /** Null when it is the whole connection's. */
  readonly calendarId: string | null;
  readonly userId: string;
  readonly userName: string | null;
  readonly provider: string;
  readonly state: HealthState;
  readonly cause: string;
  readonly category: OperationsCategory;
  readonly code: string | null;
  readonly since: string | null;
  readonly sentence: string;
  readonly operator: string | null;
  readonly requestId: string | null;
};

export type Counts = {
  readonly connections: number;
  readonly calendars: number;
  readonly working: number;
  readonly failing: number;
  /** Paused by a person. */
  readonly leftOut: number;
};

export type WorkspaceReport = Counts & {
  readonly workspaceId: string | null;
  readonly name: string;
  readonly level: OperationsLevel;
};

export type HealthReport = {
  readonly checkedAt: string;
  readonly level: OperationsLevel;
  readonly totals: Counts & { readonly workspaces: number };
  readonly states: Readonly<Partial<Record<HealthState, number>>>;
  readonly categories: Readonly<Record<OperationsCategory, number>>;
  readonly workspaces: readonly WorkspaceReport[];
  readonly issues: readonly Issue[];
  readonly recommendations: readonly string[];
};
