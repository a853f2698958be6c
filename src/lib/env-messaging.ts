import { z } from "zod";

import { isLoopback, list, origin } from "./env-values";
import { Secret } from "./secret";

const mailServer = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "")
    context.addIssue({ code: "custom", message: "must look like smtps://user:password@mail.example.com:465" });
  return new Secret(text);
});

const loopbackOrigins = list.pipe(
  z.array(origin.refine((address) => isLoopback(address), { error: "must name addresses of this machine only" })),
);

/** The settings of what leaves the house, read with all others in env.ts. */
export const messagingSettings = {
  SMTP_URL: mailServer.optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]{0,80}<?[^\s<>@]{1,64}@[^\s<>@]{1,190}>?$/, {
      error: "must be an address, or a name and <address>",
    })
    .optional(),
  SMS_ACCOUNT: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/, { error: "must be letters and digits" })
    .optional(),
  SMS_TOKEN: z.string().optional(),
  SMS_FROM: z
    .string()
    .regex(/^[+A-Za-z0-9 ]{1,20}$/, { error: "must be a number or a sender's name" })
    .optional(),
  SMS_GATEWAY_URL: origin.default("https://api.twilio.com"),
  OUTGOING_LOOPBACK: loopbackOrigins.optional(),
};

export type Messaging = {
  readonly mail: { readonly url: Secret; readonly from: string } | null;
  readonly sms: {
    readonly gateway: string;
    readonly account: string;
    readonly token: Secret;
    readonly from: string;
  } | null;
  /** Origins of this machine that a webhook may call; none in production. */
  readonly loopback: readonly string[];
};

type Given = z.output<z.ZodObject<typeof messagingSettings>>;

export function toMessaging(given: Given): Messaging {
  const { SMTP_URL, MAIL_FROM, SMS_ACCOUNT, SMS_TOKEN, SMS_FROM } = given;
  const hasSms = SMS_ACCOUNT !== undefined && SMS_TOKEN !== undefined && SMS_FROM !== undefined;
  return {
    mail: SMTP_URL === undefined || MAIL_FROM === undefined ? null : { url: SMTP_URL, from: MAIL_FROM },
    sms: hasSms
      ? { gateway: given.SMS_GATEWAY_URL, account: SMS_ACCOUNT, token: new Secret(SMS_TOKEN), from: SMS_FROM }
      : null,
    loopback: given.OUTGOING_LOOPBACK ?? [],
  };
}
