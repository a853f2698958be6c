import { useLocale, useTranslations } from "next-intl";

const steps = [
  { unit: "days", ms: 86_400_000 },
  { unit: "hours", ms: 3_600_000 },
  { unit: "minutes", ms: 60_000 },
  { unit: "seconds", ms: 1_000 },
] as const;

/** "84 ms", "2.1 s", "14 s", "3 min", "1.5 h", "2 days". */
export function useSpan() {
  const t = useTranslations("health.span");
  const locale = useLocale();
  return (ms: number): string => {
    const step = steps.find((each) => ms >= each.ms);
    if (step === undefined) return t("milliseconds", { value: String(Math.round(ms)) });
    const value = ms / step.ms;
    const digits = value < 10 && !Number.isInteger(value) ? 1 : 0;
    return t(step.unit, { value: new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value) });
  };
}
