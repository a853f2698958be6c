"use client";

import { Moon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuLabel } from "@/components/ui/menu";
import { ThemeChoices } from "./account-menu";

/** For pages without the shell. */
export function ThemeButton() {
  const t = useTranslations("shell.theme");
  return (
    <Menu
      trigger={
        <Button look="quiet" size="icon" aria-label={t("switch")}>
          <Moon aria-hidden strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuLabel>{t("label")}</MenuLabel>
      <ThemeChoices />
    </Menu>
  );
}
