import { getRequestConfig } from "next-intl/server";
import { defaultLocale } from "./locales";
import messages from "./messages/en.json";

/**
 * The texts of a request. The zone here is only the one of the server's own words, which hold no times: a person's
 * zone goes to the browser with the layout, and every time on a page is written by a component that knows it.
 */
export default getRequestConfig(() => Promise.resolve({ locale: defaultLocale, messages, timeZone: "UTC" }));
