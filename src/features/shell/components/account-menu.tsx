"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { useWordsNow } from "@/components/ui/now";
import { chosenTheme, chooseTheme, type ThemeChoice } from "@/components/ui/theme";
import { Avatar } from "@/components/ui/tile";
import { describeZone } from "@/components/ui/zone-name";
import type { ShellPerson } from "../schema";
import { leave } from "./leave";
import { useShellCommands } from "./shell-commands";

const icon = { "aria-hidden": true, strokeWidth: 1.75 } as const;

export function AccountMenu({ person, onGo }: { person: ShellPerson; onGo?: () => void }) {
  const t = useTranslations("shell");
  const { open } = useShellCommands();
  const zone = useWordsNow((now) => describeZone(person.timeZone, now));
  return (
    <Menu
      align="start"
      side="top"
      className="w-60"
      trigger={
        <button
          type="button"
          className="flex min-h-11 w-full items-center gap-2.5 rounded-small px-2 py-1.5 text-left transition-colors hover:bg-sunken"
        >
          <Avatar name={person.name} />
          <span className="min-w-0">
            <span className="block truncate text-small font-medium">{person.name}</span>
            <span className="block text-micro text-ink-3" suppressHydrationWarning>
              {t("account.zone", { zone })}
            </span>
            <span className="sr-only">, {t("account.yours")}</span>
          </span>
        </button>
      }
    >
      <p className="px-2.5 pt-1.5 pb-2 text-micro text-ink-3 wrap-anywhere">{person.email}</p>
      <MenuItem asChild>
        <Link href="/settings/profile" prefetch={false} {...(onGo && { onClick: onGo })}>
          <UserRound {...icon} />
          {t("account.profile")}
        </Link>
      </MenuItem>
      <MenuItem
        onSelect={() => {
          onGo?.();
          open("shortcuts");
        }}
      >
        <Keyboard {...icon} />
        {t("account.shortcuts")}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("theme.label")}</MenuLabel>
      <ThemeChoices />
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut {...icon} />
        {t("account.signOut")}
      </MenuItem>
    </Menu>
  );
}

/** Mounted when the menu opens, so that it reads what is in force then. */
export function ThemeChoices() {
  const t = useTranslations("shell.theme");
  const [choice, setChoice] = useState(chosenTheme);
  return (
    <MenuChoices
      value={choice}
      onChange={(value) => {
        chooseTheme(value as ThemeChoice);
        setChoice(value as ThemeChoice);
      }}
      choices={[
        { value: "system", label: t("system"), icon: <Monitor {...icon} /> },
        { value: "light", label: t("light"), icon: <Sun {...icon} /> },
        { value: "dark", label: t("dark"), icon: <Moon {...icon} /> },
      ]}
    />
  );
}
