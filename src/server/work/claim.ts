import type { WorkName, WorkPayload } from "@/core/work/catalog";

/** A calendar whose sync this process holds. Whatever it stores, it stores under the fence. */
export type SyncClaim = {
  readonly workspaceId: string;
  readonly calendarId: string;
  readonly provider: string;
  readonly fence: bigint;
  readonly priority: number;
  readonly wasDueAt: Date;
  readonly owner: string;
};

/** Work that waits in a row of its own; a calendar's sync waits in the calendar's row. */
export type QueuedWorkName = Exclude<WorkName, "calendar.sync">;

/** What a handler is told. */
export type Work<N extends QueuedWorkName> = {
  readonly workspaceId: string;
  readonly workId: string;
  readonly name: N;
  readonly payload: WorkPayload<N>;
  /** This one included. */
  readonly attempts: number;
  readonly fence: bigint;
  readonly priority: number;
  readonly wasDueAt: Date;
};

/** What was claimed, before anything looked at its payload. */
export type WorkClaim = Omit<Work<QueuedWorkName>, "name" | "payload"> & {
  readonly name: QueuedWorkName;
  readonly payload: unknown;
  readonly failures: number;
};

type Held = {
  readonly workspaceId: string;
  /** Of the calendar or of the work. */
  readonly id: string;
  readonly fence: bigint;
  readonly priority: number;
  /** Runs in a row before this one that never said how they ended. */
  readonly crashes: number;
  readonly leaseUntil: Date;
};
export type HeldSync = Held & { readonly name: "calendar.sync"; readonly sync: SyncClaim };
export type HeldWork = Held & { readonly name: QueuedWorkName; readonly work: WorkClaim };
export type Claim = HeldSync | HeldWork;

export const isSync = (claim: Claim): claim is HeldSync => claim.name === "calendar.sync";

/** What somebody waits for, announced, and the rest. */
export const somebodyWaits = 2;
export const background = 0;
