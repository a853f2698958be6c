import type { AlertChannel, Message } from "@/core/ports/alert-channel";
import type { Secret } from "@/lib/secret";
import type { Deps } from "@/server/deps";

import { post } from "./post-json";
import { signWebhook } from "./sign-webhook";

/** An address outside, with the secrets that go with it. */
export type Endpoint = { readonly address: Secret; readonly secrets: readonly Secret[] };
type HttpChannel = AlertChannel<Endpoint>;
type Needs = Pick<Deps, "env" | "now">;

const json = { "content-type": "application/json", "user-agent": "Daykeeper" };
const marks: Readonly<Record<Message["severity"], string>> = {
  critical: "🔴",
  high: "🟠",
  medium: "🟡",
  low: "⚪",
};
const markOf = ({ kind, severity }: Message) => (kind === "resolved" ? "🟢" : marks[severity]);
const escapeSlack = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const slackChannel = ({ env }: Needs): HttpChannel => ({
  id: "slack",
  send: (message, { address }) => {
    const { title, body, todo, link } = message;
    const text = `${markOf(message)} *${escapeSlack(title)}*\n${escapeSlack(`${body} ${todo}`.trim())}`;
    return post({
      url: address.reveal(),
      headers: json,
      admitted: env.messaging.loopback,
      body: JSON.stringify({
        text: `${markOf(message)} ${escapeSlack(title)}`,
        blocks: [
          { type: "section", text: { type: "mrkdwn", text } },
          {
            type: "actions",
            elements: [{ type: "button", text: { type: "plain_text", text: link.label }, url: link.href }],
          },
        ],
      }),
    });
  },
});

export const teamsChannel = ({ env }: Needs): HttpChannel => ({
  id: "teams",
  send: (message, { address }) => {
    const { title, body, todo, link } = message;
    const line = (text: string, rest: object = {}) => ({ type: "TextBlock", text, wrap: true, ...rest });
    const card = {
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      type: "AdaptiveCard",
      version: "1.4",
      body: [line(`${markOf(message)} ${title}`, { weight: "Bolder" }), line(`${body} ${todo}`.trim())],
      actions: [{ type: "Action.OpenUrl", title: link.label, url: link.href }],
    };
    return post({
      url: address.reveal(),
      headers: json,
      admitted: env.messaging.loopback,
      body: JSON.stringify({
        type: "message",
        attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }],
      }),
    });
  },
});

export const webhookChannel = ({ env, now }: Needs): HttpChannel => ({
  id: "webhook",
  send: ({ id, kind, severity, title, body: text, link, at, data }, { address, secrets }) => {
    const body = JSON.stringify({
      type: `alert.${kind}`,
      timestamp: at.toISOString(),
      data: { ...data, severity, title, body: text, url: link.href },
    });
    return post({
      url: address.reveal(),
      headers: { ...json, ...signWebhook({ id, at: now(), body }, secrets) },
      admitted: env.messaging.loopback,
      body,
    });
  },
});

/** Through a gateway that speaks Twilio's API; the address is the number. */
export const smsChannel = ({ env }: Needs): HttpChannel => ({
  id: "sms",
  send: async ({ title, link }, { address }) => {
    const { sms, loopback } = env.messaging;
    if (sms === null) return { do: "failed", code: "not_set_up", isLasting: true };
    const login = Buffer.from(`${sms.account}:${sms.token.reveal()}`).toString("base64");
    const form = { To: address.reveal(), From: sms.from, Body: `Daykeeper: ${title} ${link.href}` };
    return post({
      url: `${sms.gateway}/2010-04-01/Accounts/${sms.account}/Messages.json`,
      headers: { authorization: `Basic ${login}`, "content-type": "application/x-www-form-urlencoded" },
      admitted: loopback,
      body: new URLSearchParams(form).toString(),
    });
  },
});
