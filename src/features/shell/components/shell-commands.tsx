"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { PlaceGroup } from "@/components/navigation/place";
import type { WorkspaceChoice } from "../schema";
import { listenForShortcuts } from "./listen-for-shortcuts";

const CommandPalette = dynamic(() => import("./command-palette").then((module) => module.CommandPalette), {
  ssr: false,
});
const ShortcutList = dynamic(() => import("./shortcut-list").then((module) => module.ShortcutList), { ssr: false });

type Opened = "palette" | "shortcuts" | null;
type Commands = { open: (what: Opened) => void };

const CommandsContext = createContext<Commands>({ open: () => undefined });
export const useShellCommands = () => useContext(CommandsContext);

type Props = { groups: readonly PlaceGroup[]; workspaces: readonly WorkspaceChoice[]; children: ReactNode };

/** Keyboard ways to everything. The palette and the list are fetched when they are first asked for. */
export function ShellCommands({ groups, workspaces, children }: Props) {
  const router = useRouter();
  const [opened, setOpened] = useState<Opened>(null);
  const places = useMemo(() => groups.flatMap((group) => group.places), [groups]);

  useEffect(
    () =>
      listenForShortcuts({
        palette: () => setOpened("palette"),
        shortcuts: () => setOpened("shortcuts"),
        go: (key) => {
          const place = places.find((each) => each.key === key);
          if (place) router.push(place.href);
        },
      }),
    [places, router],
  );

  const commands = useMemo(() => ({ open: setOpened }), []);
  const close = () => setOpened(null);
  return (
    <CommandsContext.Provider value={commands}>
      {children}
      {opened === "palette" && (
        <CommandPalette
          groups={groups}
          workspaces={workspaces}
          onClose={close}
          onShortcuts={() => setOpened("shortcuts")}
        />
      )}
      {opened === "shortcuts" && <ShortcutList places={places} onClose={close} />}
    </CommandsContext.Provider>
  );
}
