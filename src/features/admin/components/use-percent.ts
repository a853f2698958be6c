import { useLocale } from "next-intl";

/** Never rounded up to a whole: 99.996 % is not all. */
export function usePercent() {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  return (share: number): string => format.format(Math.floor(share * 10_000 + 1e-6) / 10_000);
}
