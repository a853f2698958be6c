// Real receivers of what leaves the house: a mail server and an HTTP server, both on this machine.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import { SMTPServer } from "smtp-server";

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly raw: string };
export type MailServer = {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** Answers every mail with this code from now on; null takes them again. */
  refuseWith: number | null;
  readonly close: () => Promise<void>;
};

export async function openMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const state = { refuseWith: null as number | null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (state.refuseWith !== null) {
          callback(Object.assign(new Error("planned"), { responseCode: state.refuseWith }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        callback();
      });
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    get refuseWith() {
      return state.refuseWith;
    },
    set refuseWith(code) {
      state.refuseWith = code;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

export type ReceivedCall = {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};
export type Receiver = {
  readonly origin: string;
  readonly calls: ReceivedCall[];
  answer: { status: number; headers?: Record<string, string> };
  /** Told when a call is there whole, before it is answered. */
  onCall: (() => void) | null;
  readonly close: () => Promise<void>;
};

export async function openReceiver(): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  const state: Pick<Receiver, "answer" | "onCall"> = { answer: { status: 200 }, onCall: null };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      state.onCall?.();
      response.writeHead(state.answer.status, state.answer.headers).end("ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get answer() {
      return state.answer;
    },
    set answer(answer) {
      state.answer = answer;
    },
    get onCall() {
      return state.onCall;
    },
    set onCall(onCall) {
      state.onCall = onCall;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
