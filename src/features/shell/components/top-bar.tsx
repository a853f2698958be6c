"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ShellData } from "../schema";
import { Brand, Navigation } from "./navigation";
import { useShellCommands } from "./shell-commands";

export function TopBar({ data: { demo, ...data }, bell }: { data: ShellData; bell?: ReactNode }) {
  const t = useTranslations("shell");
  const { open } = useShellCommands();
  const [drawer, setDrawer] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex items-center gap-1 bg-page px-4 py-2 tablet:px-6 wide:hidden">
      <div className="mr-auto min-w-0">
        <Brand demo={demo} />
      </div>
      {bell}
      <Button look="quiet" size="icon" aria-label={t("find")} onClick={() => open("palette")}>
        <Search aria-hidden strokeWidth={1.75} />
      </Button>
      <Button look="quiet" size="icon" aria-label={t("openMenu")} className="-mr-2.5" onClick={() => setDrawer(true)}>
        <MenuIcon aria-hidden strokeWidth={1.75} />
      </Button>
      <Dialog open={drawer} onClose={() => setDrawer(false)} label={t("main")} place="side" className="bg-page">
        <nav aria-label={t("main")} className="flex min-h-full flex-col gap-6 px-3 py-4">
          <Navigation {...data} onGo={() => setDrawer(false)} />
        </nav>
      </Dialog>
    </header>
  );
}
