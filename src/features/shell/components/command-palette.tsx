"use client";

import { Command } from "cmdk";
import { Keyboard, LogOut, Monitor, Moon, Search, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { PlaceGroup } from "@/components/navigation/place";
import { Dialog } from "@/components/ui/dialog";
import { chooseTheme, themeChoices } from "@/components/ui/theme";
import { Tile } from "@/components/ui/tile";
import { toast } from "@/components/ui/toast";
import { useProblemWords } from "@/components/api/use-problem-words";
import type { WorkspaceChoice } from "../schema";
import { leave } from "./leave";
import { useSwitchWorkspace } from "./use-switch-workspace";

const icon = { "aria-hidden": true, strokeWidth: 1.75 } as const;
const themeIcons = { light: <Sun {...icon} />, dark: <Moon {...icon} />, system: <Monitor {...icon} /> };

type Props = {
  groups: readonly PlaceGroup[];
  workspaces: readonly WorkspaceChoice[];
  onClose: () => void;
  onShortcuts: () => void;
};

export function CommandPalette({ groups, workspaces, onClose, onShortcuts }: Props) {
  const t = useTranslations("shell");
  const words = useProblemWords();
  const router = useRouter();
  const { switchTo } = useSwitchWorkspace((problem) =>
    toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  );
  const others = workspaces.filter((each) => !each.current);
  const then = (act: () => void) => () => {
    onClose();
    act();
  };

  return (
    <Dialog open onClose={onClose} label={t("palette.label")} place="top" className="overflow-hidden">
      <Command label={t("palette.label")} className="flex max-h-[min(28rem,70dvh)] flex-col">
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search {...icon} className="size-4 flex-none text-ink-3" />
          <Command.Input
            data-first-focus
            placeholder={t("palette.placeholder")}
            className="h-13 min-w-0 flex-1 bg-transparent text-input outline-none placeholder:text-ink-3"
          />
        </div>
        <Command.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
          <Command.Empty className="px-3 py-6 text-small text-ink-2">{t("palette.empty")}</Command.Empty>
          {groups.map((group) => (
            <Group key={group.id} heading={group.label ?? t("palette.go")}>
              {group.places.map((place) => (
                <Item
                  key={place.id}
                  name={`${place.label} ${group.label ?? ""}`}
                  icon={place.icon}
                  onSelect={then(() => router.push(place.href))}
                >
                  {place.label}
                </Item>
              ))}
            </Group>
          ))}
          {others.length > 0 && (
            <Group heading={t("workspace.label")}>
              {others.map((each) => (
                <Item
                  key={each.id}
                  name={`${each.name} ${t("workspace.label")}`}
                  icon={<Tile name={each.name} small />}
                  onSelect={then(() => switchTo(each.id))}
                >
                  {t("palette.switchTo", { name: each.name })}
                </Item>
              ))}
            </Group>
          )}
          <Group heading={t("theme.label")}>
            {themeChoices.map((choice) => (
              <Item
                key={choice}
                name={`${t("theme.label")} ${t(`theme.${choice}`)}`}
                icon={themeIcons[choice]}
                onSelect={then(() => chooseTheme(choice))}
              >
                {t(`theme.${choice}`)}
              </Item>
            ))}
          </Group>
          <Group heading={t("account.label")}>
            <Item name={t("account.shortcuts")} icon={<Keyboard {...icon} />} onSelect={onShortcuts}>
              {t("account.shortcuts")}
            </Item>
            <Item name={t("account.signOut")} icon={<LogOut {...icon} />} onSelect={then(() => void leave())}>
              {t("account.signOut")}
            </Item>
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="pb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

function Item({
  name,
  icon: glyph,
  onSelect,
  children,
}: {
  name: string;
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={name}
      onSelect={onSelect}
      className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-small px-2.5 data-[selected=true]:bg-ink/6 tablet:min-h-9 [&>svg]:size-4 [&>svg]:flex-none [&>svg]:text-ink-3"
    >
      {glyph}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Command.Item>
  );
}
