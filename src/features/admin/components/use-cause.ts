import { useTranslations } from "next-intl";

type Told = { cause: string | null; sentence: string };

/** A cause in a few words of the page's language; what has no text yet is said as the API says it. */
export function useCause() {
  const t = useTranslations("health");
  return ({ cause, sentence }: Told): string => {
    const key = `causes.${cause ?? ""}` as "causes.proven";
    return cause !== null && t.has(key) ? t(key) : sentence || t("noCause");
  };
}
