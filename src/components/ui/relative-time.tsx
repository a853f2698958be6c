"use client";

import { useTranslations } from "next-intl";
import { cn } from "./cn";
import { useWordsNow } from "./now";
import { describeAge, type Age } from "./relative-age";
import { Tooltip } from "./tooltip";
import { useClock } from "./use-clock";

type Props = {
  at: string;
  /** Off where the exact time stands next to it anyway, so that it is no stop for the keyboard. */
  stop?: boolean;
  /** Where the proof of what is said can be seen. */
  href?: string;
  className?: string;
};

/** "14 s ago", with the exact time on hover and on focus. */
export function RelativeTime({ at, stop = true, href, className }: Props) {
  const words = useAgeWords(at);
  const { exact } = useClock();
  const time = (
    <time
      dateTime={at}
      suppressHydrationWarning
      className={cn("whitespace-nowrap", className)}
      {...(stop && !href && { tabIndex: 0 })}
    >
      {words}
    </time>
  );
  if (!stop) return time;
  return (
    <Tooltip text={exact(new Date(at))}>
      {href ? (
        <a href={href} className="evidence">
          {time}
        </a>
      ) : (
        time
      )}
    </Tooltip>
  );
}

function useAgeWords(at: string): string {
  const t = useTranslations("ui.age");
  const { short } = useClock();
  const instant = new Date(at);
  return useWordsNow((now) => say(describeAge(instant, now), { t, date: () => short(instant, now) }));
}

type Translate = ReturnType<typeof useTranslations<"ui.age">>;

function say(age: Age, { t, date }: { t: Translate; date: () => string }): string {
  switch (age.kind) {
    case "now":
      return t("now");
    case "date":
      return date();
    case "seconds":
      return t(age.past ? "secondsAgo" : "inSeconds", { seconds: age.seconds });
    case "minutes":
      return t(age.past ? "minutesAgo" : "inMinutes", { minutes: age.minutes });
    case "hours":
      return t(age.past ? "hoursAgo" : "inHours", { hours: age.hours, minutes: age.minutes });
  }
}
