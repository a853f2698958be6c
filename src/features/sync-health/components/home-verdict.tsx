"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { ContactProvider, useLiveQuery } from "@/components/live/live-query";
import { Button } from "@/components/ui/button";
import { healthPath, type Health } from "../schema";
import { VerdictBanner } from "./verdict-banner";

type Props = { first: { body: Health; etag: string | null; atMs: number }; href: string; children: ReactNode };

/** Here nobody watches a sync. */
const neverBusy = () => false;

/** The same sentence as on the calendar page, with the way there. */
export function HomeVerdict({ first, href, children }: Props) {
  const t = useTranslations("calendar.verdict");
  const { body, contact } = useLiveQuery<Health>({ path: healthPath, first, isBusy: neverBusy });
  return (
    <ContactProvider contact={contact}>
      <VerdictBanner
        health={body}
        action={() => (
          <Button asChild>
            <Link href={href} prefetch={false}>
              {t("see")}
            </Link>
          </Button>
        )}
      >
        {children}
      </VerdictBanner>
    </ContactProvider>
  );
}
