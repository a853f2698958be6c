import { createTranslator } from "next-intl";

import { sayAlert, type AlertToSay, type AlertWords } from "@/lib/i18n/alert-words";
import { loadTexts } from "@/lib/i18n/load-texts";
import { defaultLocale, isLocale, type Locale } from "@/lib/i18n/locales";

/** What is stored of a person may be a language we do not have. */
export const toLocale = (stored: string): Locale => (isLocale(stored) ? stored : defaultLocale);

/** The words of an alert where no page is drawn: in answers of the API and in what is sent. */
export const wordsOf = (alert: AlertToSay, locale: Locale = defaultLocale): AlertWords =>
  sayAlert(createTranslator({ locale, messages: loadTexts(locale), namespace: "alerts" }), alert);

export const mailTexts = (locale: Locale) =>
  createTranslator({ locale, messages: loadTexts(locale), namespace: "mail" });
export type MailTexts = ReturnType<typeof mailTexts>;
