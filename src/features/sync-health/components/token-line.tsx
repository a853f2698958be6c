"use client";

import { useTranslations } from "next-intl";
import { pageNowMs } from "@/components/ui/now";
import { TokenRail } from "@/components/ui/token-rail";
import { useClock } from "@/components/ui/use-clock";
import type { ConnectionHealth } from "../schema";

const ended = new Set<ConnectionHealth["token"]["health"]>(["needs_reauth", "expired", "missing"]);

/** A key of an hour that renews itself is no news. Shown only where renewal is impossible or fails. */
export const warnsOfToken = ({ token }: ConnectionHealth): boolean => token.health !== "healthy";

/** From the grant to its end. */
export function TokenLine({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations("calendar.token");
  const { date } = useClock();
  const { token, connectedAt, since } = connection;
  const isOver = ended.has(token.health);
  const from = date(new Date(connectedAt));
  const endAt = findEnd(connection);
  const end = endAt ? date(endAt) : t("notKnown");
  const health = token.health === "healthy" ? "expiring_soon" : token.health;
  return (
    <TokenRail
      ended={isOver}
      position={isOver ? 0.92 : shareOver(connectedAt, endAt)}
      sentence={t.rich(health, {
        from,
        end,
        reason: token.timeLeftMs === null ? "none" : "stuck",
        b: (text) => <b>{text}</b>,
      })}
      from={t("from", { date: from })}
      to={toWords(t, isOver, isOver ? (since ? date(new Date(since)) : null) : endAt && end)}
      label={t("rail", { from, ended: isOver ? "yes" : "no", end })}
    />
  );
}

function findEnd({ token, since }: ConnectionHealth): Date | null {
  if (ended.has(token.health)) return since === null ? null : new Date(since);
  return token.timeLeftMs === null ? null : new Date(pageNowMs() + token.timeLeftMs);
}

function shareOver(connectedAt: string, endAt: Date | null): number {
  const begin = new Date(connectedAt).getTime();
  if (endAt === null || endAt.getTime() <= begin) return 0.5;
  return Math.min(0.97, Math.max(0.03, (pageNowMs() - begin) / (endAt.getTime() - begin)));
}

function toWords(t: ReturnType<typeof useTranslations<"calendar.token">>, isOver: boolean, day: string | null): string {
  if (isOver) return day ? t("ended", { date: day }) : t("endedUnknown");
  return day ? t("ends", { date: day }) : t("endsUnknown");
}
