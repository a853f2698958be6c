import type { PlaceGroup } from "@/components/navigation/place";

export type WorkspaceChoice = { id: string; name: string; role: string; current: boolean };

export type ShellPerson = { name: string; email: string; timeZone: string };

/** Everything the frame around a page shows. */
export type ShellData = {
  person: ShellPerson;
  workspaces: readonly WorkspaceChoice[];
  groups: readonly PlaceGroup[];
  demo: boolean;
  /** Whether the person's keyboard has a ⌘ key. */
  mac: boolean;
};
