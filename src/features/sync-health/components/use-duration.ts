import { useLocale, useTranslations } from "next-intl";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** "84 ms", "2.1 s", "3 min". */
export function useDuration() {
  const t = useTranslations("calendar.figures");
  const locale = useLocale();
  return (ms: number): string => {
    if (ms < SECOND_MS) return t("milliseconds", { milliseconds: String(ms) });
    if (ms >= 2 * MINUTE_MS) return t("minutes", { minutes: String(Math.round(ms / MINUTE_MS)) });
    const digits = ms < 10 * SECOND_MS ? 1 : 0;
    const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });
    return t("seconds", { seconds: seconds.format(ms / SECOND_MS) });
  };
}
