import { createTranslator } from "next-intl";

import { sayAlert, type AlertToSay, type AlertWords } from "@/lib/i18n/alert-words";
import { defaultLocale } from "@/lib/i18n/locales";
import messages from "@/lib/i18n/messages/en.json" with { type: "json" };

const say = createTranslator({ locale: defaultLocale, messages, namespace: "alerts" });

/** The words of an alert where no page is drawn: in answers of the API and in what is sent. */
export const wordsOf = (alert: AlertToSay): AlertWords => sayAlert(say, alert);
