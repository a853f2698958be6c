/** The languages that are complete. A further one is a line here and its files in messages/. */
export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "en";

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** What somebody's browser asks for (RFC 9110, 12.5.4): the first language of ours, by its weight. */
export function chooseLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .slice(0, 20)
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const q = parameters.map((each) => each.trim()).find((each) => each.startsWith("q="));
      return { language: tag.split("-")[0] ?? "", weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  return wanted.map(({ language }) => language).find(isLocale) ?? defaultLocale;
}
