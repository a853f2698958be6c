import { createTransport, type Transporter } from "nodemailer";

import type { AlertChannel, SendOutcome } from "@/core/ports/alert-channel";
import type { Deps } from "@/server/deps";

import { composeMail } from "./compose-mail";

export type MailTo = {
  readonly name: string;
  readonly email: string;
  readonly why: string;
  readonly settings: string;
  /** An appointment that the reader's own calendar takes over. */
  readonly calendar?: { readonly method: "REQUEST" | "CANCEL"; readonly text: string } | null;
};

const transports = new Map<string, Transporter>();

function transportOf(url: string): Transporter {
  const known = transports.get(url);
  if (known !== undefined) return known;
  // Neither files nor addresses: what is sent is what was composed here.
  const made = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
  transports.set(url, made);
  return made;
}

/** What the mail server said, without its words: they quote addresses. */
function toOutcome(error: unknown): SendOutcome {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === "number")
    return { do: "failed", code: `smtp_${responseCode}`, isLasting: responseCode >= 500 && responseCode !== 552 };
  return { do: "failed", code: typeof code === "string" ? code.toLowerCase() : "unreachable", isLasting: false };
}

export const emailChannel = ({ env }: Pick<Deps, "env">): AlertChannel<MailTo> => ({
  id: "email",
  send: async (message, { name, email, why, settings, calendar = null }) => {
    const { mail } = env.messaging;
    if (mail === null) return { do: "failed", code: "not_set_up", isLasting: true };
    try {
      await transportOf(mail.url.reveal()).sendMail({
        from: mail.from,
        to: { name, address: email },
        ...composeMail(message, { why, settings }),
        ...(calendar !== null && {
          icalEvent: { method: calendar.method, filename: "appointment.ics", content: calendar.text },
        }),
        messageId: `<${message.id}@${new URL(env.origin).hostname}>`,
        headers: { "Auto-Submitted": "auto-generated", "X-Daykeeper-Message": message.id },
      });
      return { do: "sent" };
    } catch (error) {
      return toOutcome(error);
    }
  },
});

/** Connects, signs in and leaves again. */
export async function verifyMail({ env }: Pick<Deps, "env">): Promise<SendOutcome> {
  const { mail } = env.messaging;
  if (mail === null) return { do: "failed", code: "not_set_up", isLasting: true };
  try {
    await transportOf(mail.url.reveal()).verify();
    return { do: "sent" };
  } catch (error) {
    return toOutcome(error);
  }
}
