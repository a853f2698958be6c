"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNowMs } from "@/components/ui/now";
import { useClock } from "@/components/ui/use-clock";
import type { ConnectionHealth } from "../schema";

type Fact = { id: string; name: string; value: ReactNode; note?: ReactNode };

/** When it is read next and why then, how changes arrive, and whether the sign-in renews itself. */
export function AccountFacts({ connection }: { connection: ConnectionHealth }) {
  const facts: Fact[] = [useNextSync(connection), useDelivery(connection), useSignIn(connection)];
  return (
    <dl className="grid content-start text-small">
      {facts.map(({ id, name, value, note }) => (
        <div
          key={id}
          className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 border-t border-line py-2 first:border-t-0 tablet:py-[7px] tablet:first:pt-2"
        >
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0">
            <span className="font-medium">{value}</span>
            {note && <span className="block text-ink-3">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useNextSync(connection: ConnectionHealth): Fact {
  const t = useTranslations("calendar.next");
  const { calendars, state, party } = connection;
  const because = useBecause(connection);
  const next = calendars
    .flatMap(({ nextSync }) => nextSync ?? [])
    .sort((one, other) => one.at.localeCompare(other.at))[0];
  const isDue = useNowMs((nowMs) => (next && new Date(next.at).getTime() <= nowMs ? 1 : 0)) === 1;
  const fact = (value: ReactNode, note?: string): Fact => ({ id: "next", name: t("title"), value, note });

  if (calendars.some(({ isRunning }) => isRunning)) return fact(t("running"));
  if (state === "needs_reconnecting") return fact(t("nonePlanned"), t("reconnect", { party }));
  if (state === "paused") return fact(t("nonePlanned"), t("paused"));
  if (!next) return fact(t("nonePlanned"));
  return fact(isDue ? t("due") : <RelativeTime at={next.at} />, because(next));
}

type Planned = NonNullable<ConnectionHealth["calendars"][number]["nextSync"]>;

/** After a failure the interval's own reason is not the reason any more. */
function useBecause({ state, lastError, party, product }: ConnectionHealth) {
  const t = useTranslations("calendar.next");
  const errors = useTranslations("calendar.errors");
  const names = { party, product };
  return ({ because, sentence }: Planned): string => {
    if (state === "disabled") return t("because.probe");
    if (lastError !== null)
      return errors.has(lastError.code as "network")
        ? errors(lastError.code as "network", names)
        : t("because.after_failure");
    const key = `because.${because}` as "because.usual";
    return because !== null && t.has(key) ? t(key) : sentence;
  };
}

function useDelivery({ calendars, party, state }: ConnectionHealth): Fact {
  const t = useTranslations("calendar.facts");
  const pushed = calendars.find(({ delivery }) => delivery.by === "push");
  const { lastNotified, since } = pushed?.delivery ?? {};
  const seconds = calendars.flatMap(({ nextSync }) => nextSync?.intervalSeconds ?? []);
  const minutes = seconds.length > 0 ? Math.max(1, Math.round(Math.min(...seconds) / 60)) : null;
  const fact = (value: ReactNode, note: ReactNode): Fact => ({ id: "delivery", name: t("delivery"), value, note });
  if (state === "needs_reconnecting" || state === "paused") return fact(t("stopped"), t("stoppedNote"));
  if (!pushed) {
    const silent = calendars.flatMap((calendar) => calendar.delivery.since ?? []).sort()[0];
    return fact(
      minutes === null ? t("polling") : t("pollingEvery", { minutes }),
      silent ? t.rich("pollingSince", { since: () => <DateTime at={silent} />, party }) : t("pollingNote", { party }),
    );
  }
  return fact(
    t("push"),
    t.rich("pushNote", {
      begun: since ? "known" : "none",
      told: lastNotified ? "known" : "none",
      since: () => since && <DateTime at={since} />,
      time: () => lastNotified && <RelativeTime at={lastNotified} stop={false} />,
    }),
  );
}

const signInWords = {
  healthy: "signInHealthy",
  expiring_soon: "signInEnds",
  refresh_failing: "signInFailing",
  expired: "signInEnded",
  needs_reauth: "signInEnded",
  missing: "signInEnded",
} as const;

function useSignIn({ token, tokenExpiry, connectedAt }: ConnectionHealth): Fact {
  const t = useTranslations("calendar.facts");
  const { clock, date } = useClock();
  const isGood = token.health === "healthy" && tokenExpiry !== null;
  const bad = token.health === "refresh_failing" ? t("signInRetry") : t("signInBad");
  const note = isGood
    ? t("signInNote", { time: clock(new Date(tokenExpiry)), date: date(new Date(connectedAt)) })
    : bad;
  return { id: "sign-in", name: t("signIn"), value: t(signInWords[token.health]), note };
}
