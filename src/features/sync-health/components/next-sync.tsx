"use client";

import { useTranslations } from "next-intl";
import { useNowMs } from "@/components/ui/now";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionHealth } from "../schema";

const bold = (text: React.ReactNode) => <b className="mr-1.5">{text}</b>;

/** When the account is read next, and why then. */
export function NextSync({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations("calendar.next");
  const { calendars, state, party } = connection;
  const because = useBecause(connection);
  const next = calendars
    .flatMap(({ nextSync }) => nextSync ?? [])
    .sort((one, other) => one.at.localeCompare(other.at))[0];

  const isDue = useNowMs((nowMs) => (next && new Date(next.at).getTime() <= nowMs ? 1 : 0)) === 1;

  const text = () => {
    if (calendars.some(({ isRunning }) => isRunning)) return t.rich("running", { b: bold });
    if (state === "needs_reconnecting") return t.rich("reconnect", { b: bold, party });
    if (state === "paused") return t.rich("paused", { b: bold });
    if (!next) return t.rich("none", { b: bold });
    if (isDue) return t.rich("due", { b: bold, because: because(next) });
    return t.rich("at", { b: bold, time: () => <RelativeTime at={next.at} />, because: because(next) });
  };
  return <p className="text-small text-ink-2 [&_b]:text-ink">{text()}</p>;
}

type Planned = NonNullable<ConnectionHealth["calendars"][number]["nextSync"]>;

/** After a failure the interval's own reason is not the reason any more. */
function useBecause({ state, lastError }: ConnectionHealth) {
  const t = useTranslations("calendar.next");
  return ({ because, sentence }: Planned): string => {
    if (state === "disabled") return t("because.probe");
    if (lastError !== null) return t("because.after_failure");
    const key = `because.${because}` as "because.usual";
    return because !== null && t.has(key) ? t(key) : sentence;
  };
}
