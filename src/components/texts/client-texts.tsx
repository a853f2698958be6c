import { NextIntlClientProvider, type Messages } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Namespace = keyof Messages;

/** What every page's browser code may say. */
const everywhere = ["ui", "problem", "shell"] as const satisfies readonly Namespace[];
/** What the server's English sentences are in another language: not in the English catalogue. */
const answers = "answers";

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
  const needed = new Set<string>([...everywhere, ...also, answers]);
  const all = Object.entries<unknown>(await getMessages());
  const messages = Object.fromEntries(all.filter(([name]) => needed.has(name)));
  return (
    <NextIntlClientProvider messages={messages} {...(timeZone && { timeZone })}>
      {children}
    </NextIntlClientProvider>
  );
}
