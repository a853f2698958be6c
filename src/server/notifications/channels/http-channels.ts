import type { AlertChannel, Message } from "@/core/ports/alert-channel";
import type { Secret } from "@/lib/secret";
import type { Deps } from "@/server/deps";

import { knock, post } from "./post-json";
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
/** A chat says that a message without words is none; an address that is gone says something else. */
const knockAt =
  ({ env }: Needs) =>
  ({ address }: Endpoint) =>
    knock({ url: address.reveal(), headers: json, admitted: env.messaging.loopback, body: "{}" });
const escapeSlack = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const slackChannel = ({ env, now }: Needs): HttpChannel => ({
  id: "slack",
  probe: knockAt({ env, now }),
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

export const teamsChannel = ({ env, now }: Needs): HttpChannel => ({
  id: "teams",
  probe: knockAt({ env, now }),
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

const notSetUp = { do: "failed", code: "not_set_up", isLasting: true } as const;

/** What is posted to the gateway: with our account, and to no number where the form names none. */
function toGateway({ env }: Needs, form: Readonly<Record<string, string>>) {
  const { sms, loopback } = env.messaging;
  if (sms === null) return null;
  const login = Buffer.from(`${sms.account}:${sms.token.reveal()}`).toString("base64");
  return {
    url: `${sms.gateway}/2010-04-01/Accounts/${sms.account}/Messages.json`,
    headers: { authorization: `Basic ${login}`, "content-type": "application/x-www-form-urlencoded" },
    admitted: loopback,
    body: new URLSearchParams({ From: sms.from, ...form }).toString(),
  };
}

/** Through a gateway that speaks Twilio's API; the address is the number. */
export const smsChannel = (needs: Needs): HttpChannel => ({
  id: "sms",
  send: async ({ title, link }, { address }) => {
    const posting = toGateway(needs, { To: address.reveal(), Body: `Daykeeper: ${title} ${link.href}` });
    return posting === null ? notSetUp : post(posting);
  },
  probe: async () => {
    const posting = toGateway(needs, {});
    return posting === null ? notSetUp : knock(posting);
  },
});
