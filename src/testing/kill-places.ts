import type { SyncClaim } from "@/server/work/claim";

/** Where a process that syncs a calendar can be killed. */
export const killPlaces = [
  "before the first call",
  "after a page was fetched",
  "inside the transaction of a page",
  "after a page was committed",
  "inside the last transaction",
  "after the last transaction",
] as const;
export type KillPlace = (typeof killPlaces)[number];

export type SyncChildSetup = {
  readonly settings: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pageSize: number;
  readonly claim: Omit<SyncClaim, "fence" | "wasDueAt"> & { readonly fence: string };
  readonly place: KillPlace;
};
