import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button";

type Props = { count: ReactNode; back?: string | undefined; next?: string | undefined };

/** By cursor: a link each way, nothing in between. The address is the state. */
export function Pagination({ count, back, next }: Props) {
  const t = useTranslations("ui");
  return (
    <nav
      aria-label={t("pages")}
      className="flex items-center gap-2 border-t border-line px-4 py-2.5 text-small text-ink-2 tablet:pl-6"
    >
      <span className="mr-auto">{count}</span>
      {(back ?? next) && (
        <>
          <Step href={back} label={t("newer")} side="back" />
          <Step href={next} label={t("older")} side="next" />
        </>
      )}
    </nav>
  );
}

function Step({ href, label, side }: { href: string | undefined; label: string; side: "back" | "next" }) {
  const inside = (
    <>
      {side === "back" && <ChevronLeft aria-hidden strokeWidth={1.75} />}
      {label}
      {side === "next" && <ChevronRight aria-hidden strokeWidth={1.75} />}
    </>
  );
  if (!href)
    return (
      <Button size="small" disabled>
        {inside}
      </Button>
    );
  return (
    <Button asChild size="small">
      <Link href={href} prefetch={false} scroll={false}>
        {inside}
      </Link>
    </Button>
  );
}
