"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { BrandMark } from "@/components/ui/brand-mark";
import { Kbd } from "@/components/ui/kbd";
import type { ShellData } from "../schema";
import { AccountMenu } from "./account-menu";
import { DemoMark } from "./demo-mark";
import { NavLinks } from "./nav-links";
import { useShellCommands } from "./shell-commands";
import { WorkspaceSwitcher } from "./workspace-switcher";

export function Brand({ demo }: { demo: boolean }) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      <Link
        href="/"
        prefetch={false}
        className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-0.01em]"
      >
        <BrandMark />
        {t("product")}
      </Link>
      {demo && <DemoMark />}
    </div>
  );
}

/** The same in the column at the side and in the drawer of narrower screens. */
export function Navigation({ person, workspaces, groups, mac, onGo }: Omit<ShellData, "demo"> & { onGo?: () => void }) {
  const t = useTranslations("shell");
  const { open } = useShellCommands();
  return (
    <>
      <div className="grid gap-2">
        <WorkspaceSwitcher workspaces={workspaces} />
        <button
          type="button"
          onClick={() => {
            onGo?.();
            open("palette");
          }}
          aria-keyshortcuts={mac ? "Meta+K" : "Control+K"}
          className="flex min-h-11 items-center gap-2.5 rounded-small px-2.5 text-left text-ink-2 transition-colors hover:bg-sunken hover:text-ink wide:min-h-[34px]"
        >
          <Search aria-hidden className="size-4 flex-none" strokeWidth={1.75} />
          <span className="flex-1">{t("find")}</span>
          <span className="flex gap-1 max-wide:hidden">
            <Kbd>{mac ? "⌘" : "Ctrl"}</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
      </div>
      <div className="flex flex-col gap-6">
        <NavLinks groups={groups} {...(onGo && { onGo })} />
      </div>
      <div className="mt-auto">
        <AccountMenu person={person} {...(onGo && { onGo })} />
      </div>
    </>
  );
}
