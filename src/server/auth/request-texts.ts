import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";

import { loadTexts } from "@/lib/i18n/load-texts";
import { chooseLocale, isLocale, type Locale } from "@/lib/i18n/locales";
import { getDeps } from "@/server/deps";

import { findPerson } from "./current-person";

/** A person's own language, whatever device they are at; for everybody else the one their browser asks for. */
async function findLocale(): Promise<Locale> {
  const asked = chooseLocale((await headers()).get("accept-language"));
  try {
    const locale = (await findPerson())?.user.locale;
    return locale !== undefined && isLocale(locale) ? locale : asked;
  } catch (error) {
    // The page that needs the person says what is wrong, and needs texts for that.
    getDeps().log.warn("The language of a person could not be read", { err: error });
    return asked;
  }
}

/**
 * The texts of a request. The zone here is only the one of the server's own words, which hold no times: a person's
 * zone goes to the browser with the layout, and every time on a page is written by a component that knows it.
 */
export default getRequestConfig(async () => {
  const locale = await findLocale();
  return { locale, messages: loadTexts(locale), timeZone: "UTC" };
});
