import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Brand } from "./navigation";
import { SkipLink } from "./shell";
import { ThemeButton } from "./theme-button";

/** The frame of pages that need no sign-in. `narrow` for those with one thing to do. */
export function PublicFrame({
  demo,
  narrow = false,
  children,
}: {
  demo: boolean;
  narrow?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink text={t("skip")} />
      <header className="flex items-center justify-between gap-3 px-4 py-2 tablet:px-6 tablet:py-3.5 wide:px-[22px]">
        <Brand demo={demo} />
        <ThemeButton />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={
          narrow
            ? "mx-auto w-full max-w-[28rem] px-4 pt-[min(10vh,5rem)] pb-16 outline-none"
            : "mx-auto w-full max-w-content px-4 pt-4 pb-24 outline-none tablet:px-6 wide:px-10"
        }
      >
        {children}
      </main>
    </div>
  );
}
