import type { Locale } from "./locales";
import type messages from "./messages/en.json";

/** Makes every key of a text, and every language, known to the compiler. */
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
