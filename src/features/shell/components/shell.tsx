import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ShellData } from "../schema";
import { Brand, Navigation } from "./navigation";
import { ShellCommands } from "./shell-commands";
import { TopBar } from "./top-bar";

type Props = { data: ShellData; notice?: ReactNode; bell?: ReactNode; children: ReactNode };

/** The frame of every page behind sign-in. */
export function Shell({ data, notice, bell, children }: Props) {
  const t = useTranslations("shell");
  const { demo, ...rest } = data;
  return (
    <ShellCommands groups={data.groups} workspaces={data.workspaces}>
      <SkipLink text={t("skip")} />
      <div className="min-h-dvh wide:grid wide:grid-cols-[232px_minmax(0,1fr)]">
        <nav
          aria-label={t("main")}
          className="sticky top-0 z-30 flex h-dvh flex-col gap-6 overflow-y-auto px-3 pt-5 pb-3 max-wide:hidden"
        >
          <div className="-my-1.5 flex items-center justify-between pl-2.5">
            <Brand demo={demo} />
            {bell}
          </div>
          <Navigation {...rest} />
        </nav>
        <TopBar data={data} bell={bell} />
        <main
          id="content"
          tabIndex={-1}
          className="w-full max-w-content px-4 pt-1 pb-12 outline-none tablet:px-6 tablet:pt-3 tablet:pb-16 wide:px-10 wide:pt-7 wide:pb-24"
        >
          {notice}
          {children}
        </main>
      </div>
    </ShellCommands>
  );
}

export function SkipLink({ text }: { text: string }) {
  return (
    <a
      href="#content"
      className="sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:rounded-button focus-visible:bg-raised focus-visible:px-4 focus-visible:py-2 focus-visible:font-medium focus-visible:shadow-float"
    >
      {text}
    </a>
  );
}
