// Takes every mail of a browser test's Daykeeper, and shows them to the stories: GET /?to=somebody@example.test
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import { openMailServer } from "../../src/testing/receivers.ts";

export type Mailbox = { readonly smtpUrl: string; readonly url: string; readonly close: () => Promise<void> };

export async function openMailbox(): Promise<Mailbox> {
  const server = await openMailServer();
  const reader = http.createServer((request, response) => {
    const to = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("to") ?? "";
    const mails = server.mails.filter((mail) => mail.to.includes(to)).map(({ raw }) => raw);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(mails));
  });
  reader.listen(0, "127.0.0.1");
  await once(reader, "listening");
  return {
    smtpUrl: `smtp://127.0.0.1:${server.port}`,
    url: `http://127.0.0.1:${(reader.address() as AddressInfo).port}`,
    close: async () => {
      reader.closeAllConnections();
      reader.close();
      await server.close();
    },
  };
}
