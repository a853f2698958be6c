// Takes every mail of a browser test's Daykeeper, and shows them to the stories: GET /?to=somebody@example.test
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { SMTPServer } from "smtp-server";

export type Mailbox = { readonly smtpUrl: string; readonly url: string; readonly close: () => Promise<void> };

const portOf = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;

export async function openMailbox(): Promise<Mailbox> {
  const mails: { to: readonly string[]; raw: string }[] = [];
  const taker = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData: (stream, { envelope }, callback) => {
      text(stream).then(
        (raw) => {
          mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw });
          callback();
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error("The mail could not be read."));
        },
      );
    },
  });
  const listening = taker.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const reader = http.createServer((request, response) => {
    const to = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("to") ?? "";
    const found = mails.filter((mail) => mail.to.includes(to)).map(({ raw }) => raw);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(found));
  });
  reader.listen(0, "127.0.0.1");
  await once(reader, "listening");
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(listening)}`,
    url: `http://127.0.0.1:${portOf(reader)}`,
    close: async () => {
      reader.closeAllConnections();
      reader.close();
      await new Promise<void>((resolve) => {
        taker.close(resolve);
      });
    },
  };
}
