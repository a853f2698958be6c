"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/toast";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Menu, MenuChoices, MenuLabel } from "@/components/ui/menu";
import { Tile } from "@/components/ui/tile";
import type { WorkspaceChoice } from "../schema";
import { useSwitchWorkspace } from "./use-switch-workspace";

export function WorkspaceSwitcher({ workspaces }: { workspaces: readonly WorkspaceChoice[] }) {
  const t = useTranslations("shell");
  const words = useProblemWords();
  const current = workspaces.find((each) => each.current);
  const { switchTo, pending } = useSwitchWorkspace((problem) => {
    const { title, detail } = words(problem);
    toast.failed({ text: title, detail });
  });
  if (!current) return <p className="px-2.5 py-1.5 text-small text-ink-2">{t("workspace.none")}</p>;

  if (workspaces.length === 1) {
    return (
      <div className="flex min-h-11 items-center gap-2.5 px-2">
        <CurrentWorkspace workspace={current} />
      </div>
    );
  }
  return (
    <Menu
      align="start"
      className="w-[var(--radix-dropdown-menu-trigger-width)] min-w-56"
      trigger={
        <button
          type="button"
          aria-busy={pending}
          className="flex min-h-11 w-full items-center gap-2.5 rounded-small px-2 text-left transition-colors hover:bg-sunken"
        >
          <CurrentWorkspace workspace={current} />
          <span className="sr-only">, {t("workspace.switch")}</span>
          <ChevronsUpDown aria-hidden className="size-4 flex-none text-ink-3" strokeWidth={1.75} />
        </button>
      }
    >
      <MenuLabel>{t("workspace.label")}</MenuLabel>
      <MenuChoices
        value={current.id}
        onChange={(id) => id !== current.id && switchTo(id)}
        choices={workspaces.map((each) => ({
          value: each.id,
          label: <Named workspace={each} />,
          icon: <Tile name={each.name} small />,
        }))}
      />
    </Menu>
  );
}

function CurrentWorkspace({ workspace }: { workspace: WorkspaceChoice }) {
  return (
    <>
      <Tile name={workspace.name} small />
      <span className="min-w-0 flex-1">
        <Named workspace={workspace} />
      </span>
    </>
  );
}

function Named({ workspace }: { workspace: WorkspaceChoice }) {
  return (
    <span className="block min-w-0">
      <span className="block truncate text-body/[18px] font-medium">{workspace.name}</span>
      <span className="block text-micro text-ink-3">{workspace.role}</span>
    </span>
  );
}
