import { z } from "zod";

import { severities } from "@/core/alerts/alert";
import type { Message } from "@/core/ports/alert-channel";
import type { Locale } from "@/lib/i18n/locales";
import type { DeliveryRow } from "@/server/db/notifications/deliveries";
import type { Deps } from "@/server/deps";
import { namesOf } from "@/server/health/to-evidence";

import { evidence } from "./shapes";
import { mailTexts, wordsOf, type MailTexts } from "./words";

const deliveryPayload = z.object({
  ruleId: z.string().nullable().default(null),
  severity: z.enum(severities).catch("low"),
  evidence: evidence.catch({}),
  connectionId: z.string().nullish(),
  /** Whose account it is, where somebody else is told. */
  about: z.string().nullish(),
});
type Payload = z.infer<typeof deliveryPayload>;

const settingsPath = "/settings/notifications";

/** Why somebody gets a mail, and where that is changed. */
export function footOf({ env }: Pick<Deps, "env">, locale: Locale) {
  const say = mailTexts(locale);
  return {
    why: say("why", { product: "Daykeeper" }),
    settings: say("settings", { href: `${env.origin}${settingsPath}` }),
  };
}

type Linking = { readonly say: MailTexts; readonly kind: string; readonly payload: Payload; readonly product: string };

function linkOf({ env }: Pick<Deps, "env">, { say, kind, payload, product }: Linking) {
  const { ruleId, connectionId = null, about = null } = payload;
  const isForOwner = about === null && connectionId !== null && ruleId?.startsWith("connection.") === true;
  if (isForOwner && kind !== "resolved")
    return {
      label: say("reconnect", { product }),
      href: `${env.origin}/sales/settings/calendar?reconnect=${connectionId}`,
    };
  return { label: say("seeAlert"), href: `${env.origin}/alerts` };
}

function titleOf(say: MailTexts, kind: string, words: { title: string; ofOthers: string; over: string }): string {
  if (kind === "resolved") return words.over;
  if (kind === "escalation") return say(kind, { title: words.ofOthers });
  if (kind === "reminder") return say(kind, { title: words.title });
  return words.title;
}

/** What a message says, made when it is sent: rows hold ids and figures only. */
export function composeMessage({ env }: Pick<Deps, "env">, row: DeliveryRow, locale: Locale): Message {
  const say = mailTexts(locale);
  const payload = deliveryPayload.parse(row.payload);
  const { ruleId, severity, evidence: figures, about = null } = payload;
  const head = { id: row.id, kind: row.kind, severity, at: row.createdAt };
  if (row.kind === "test" || row.kind === "self_test") {
    const [title, body] =
      row.kind === "test" ? [say("testTitle"), say("testBody")] : [say("selfTestTitle"), say("selfTestBody")];
    const link = { label: say("seeDaykeeper"), href: env.origin };
    return { ...head, title, body, todo: "", link, data: {} };
  }
  const product = typeof figures.provider === "string" ? namesOf(figures.provider).product : "";
  const words = wordsOf({ ruleId, product, evidence: figures }, locale);
  const isOver = row.kind === "resolved";
  const whose = about === null ? "" : ` ${say("escalationBody", { name: about })}`;
  return {
    ...head,
    title: titleOf(say, row.kind, words),
    body: isOver ? "" : `${words.body}${whose}`,
    // What somebody else has to do is no task of whoever hears of it.
    todo: isOver || about !== null ? "" : words.todo,
    link: linkOf({ env }, { say, kind: row.kind, payload, product }),
    data: { alertId: row.alertId, ruleId, evidence: figures },
  };
}
