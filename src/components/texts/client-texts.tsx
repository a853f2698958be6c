import { NextIntlClientProvider, type Messages } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Namespace = keyof Messages;

/** What every page's browser code may say. */
const everywhere = ["ui", "problem", "shell"] as const satisfies readonly Namespace[];

/** Sends to the browser only the texts its code needs: the rest is written on the server. */
export async function ClientTexts({
  also = [],
  timeZone,
  children,
}: {
  also?: readonly Namespace[];
  timeZone?: string;
  children: ReactNode;
}) {
  const messages: Partial<Messages> = await getMessages();
  const needed = Object.fromEntries([...everywhere, ...also].map((name) => [name, messages[name]]));
  return (
    <NextIntlClientProvider messages={needed} {...(timeZone && { timeZone })}>
      {children}
    </NextIntlClientProvider>
  );
}
