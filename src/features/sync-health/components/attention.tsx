"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLiveQuery } from "@/components/live/live-query";
import { StateGlyph } from "@/components/ui/state-glyph";
import { healthPath, type Health } from "../schema";

type Props = { first: { body: Health; etag: string | null; atMs: number } };

/** Here nobody watches a sync. */
const neverBusy = () => false;
const place = "/sales/settings/calendar";
/** Where it is said at length. */
const told = new Set([place, "/"]);

/** On every page but those that say it at length: an account stopped, and only its person can restart it. */
export function Attention({ first }: Props) {
  const t = useTranslations("attention");
  const path = usePathname();
  const { body } = useLiveQuery<Health>({ path: healthPath, first, isBusy: neverBusy });
  const stopped = body.syncs.filter(({ state }) => state === "needs_reconnecting");
  const [one] = stopped;
  return (
    <div role="status">
      {one && !told.has(path) && (
        <p className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-sheet bg-bad-soft px-4 py-3 tablet:px-6">
          <StateGlyph state="reconnect" label={t("label")} />
          <span className="min-w-0 flex-1 basis-60 font-medium">
            {t("reconnect", { count: stopped.length, product: one.product })}
          </span>
          <Link href={place} prefetch={false} className="link max-tablet:pl-7">
            {t("go")}
          </Link>
        </p>
      )}
    </div>
  );
}
