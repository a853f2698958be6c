/** The languages that are complete. A further one is a line here and a file in messages/. */
export const locales = ["en"] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "en";
