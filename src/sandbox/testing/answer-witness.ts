import { STATUS_CODES } from "node:http";
import { checkGraphAnswer, checkNotification } from "../microsoft/testing/graph-schema";
import type { Parcel } from "../kernel/courier";
import type { Exchange, Witness } from "../kernel/witness";
import { checkCalendarAnswer } from "./discovery-schema";

const MOST_KEPT = 20;

export interface AnswerWitness {
  readonly witness: Witness;
  /** How many answers and notifications were held against their description. */
  readonly checked: () => number;
  /** Throws when anything that left the sandbox was not what the official description says. */
  readonly expectFaithful: () => void;
}

interface WitnessOptions {
  /** A text by which to know answers that a test spoils on purpose: they are not held against anything. */
  readonly planted?: string | undefined;
  readonly onDeviation?: (message: string) => void;
}

/** Holds every answer of the Calendar API and of Graph, batch parts too, and every notification against its description. */
export function openAnswerWitness({ planted, onDeviation }: WitnessOptions = {}): AnswerWitness {
  const deviations: string[] = [];
  let checked = 0;
  const hold = (check: () => boolean): void => {
    try {
      if (check()) checked += 1;
    } catch (error) {
      const { message } = error as Error;
      if (deviations.length < MOST_KEPT) deviations.push(message);
      onDeviation?.(message);
    }
  };
  return {
    witness: {
      answered: (exchange) => {
        if (planted !== undefined && String(exchange.reply.body ?? "").includes(planted)) return;
        hold(() => CHECKS[exchange.provider](exchange));
      },
      delivering: (parcel) => hold(() => checkParcel(parcel)),
    },
    checked: () => checked,
    expectFaithful: () => {
      if (deviations.length > 0)
        throw new Error(`the sandbox deviates from the descriptions:\n${deviations.join("\n")}`);
    },
  };
}

/** Sign-in pages and token answers have no official description: false = none of its business. */
const CHECKS: Readonly<Record<Exchange["provider"], (exchange: Exchange) => boolean>> = {
  google: ({ method, target, reply }) => {
    const text = String(reply.body ?? "");
    if (target.startsWith("/batch")) return reply.status === 200 && checkMultipart(reply.headers ?? {}, text);
    if (!target.startsWith("/calendar/v3/")) return false;
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    if (body === undefined && reply.status !== 204 && reply.status !== 304)
      throw new Error(`${method} ${target} answers ${reply.status} without a body`);
    checkCalendarAnswer(method, `http://sandbox${target}`, { status: reply.status, body });
    return true;
  },
  microsoft: ({ method, target, reply }) => {
    if (!target.startsWith("/v1.0/")) return false;
    checkGraphAnswer(method, `http://sandbox${target}`, { status: reply.status, text: String(reply.body ?? "") });
    return true;
  },
};

/** The envelope of a Google batch (fact sheet 2.9); what is in its parts came by on its own. */
function checkMultipart(headers: Readonly<Record<string, string>>, text: string): boolean {
  const boundary = /^multipart\/mixed; boundary=([\w-]{1,70})$/.exec(headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) throw new Error(`a batch answers ${headers["content-type"]}`);
  const parts = text.split(`--${boundary}`);
  if (parts[0] !== "" || parts.at(-1)?.trimEnd() !== "--") throw new Error("a batch is not framed by its boundary");
  for (const part of parts.slice(1, -1)) {
    const [head = "", status = "", length = ""] =
      /^\r\nContent-Type: application\/http\r\n(?:Content-ID: <?response-[^\r\n]+\r\n)?\r\nHTTP\/1\.1 (\d{3}) [^\r\n]+\r\n(?:[\w-]+: [^\r\n]*\r\n)*Content-Length: (\d+)\r\n\r\n/.exec(
        part,
      ) ?? [];
    if (STATUS_CODES[status] === undefined)
      throw new Error(`a part of a batch is no HTTP answer: ${part.slice(0, 200)}`);
    if (Buffer.byteLength(part.slice(head.length)) !== Number(length) + 2)
      throw new Error(`a part of a batch is not as long as it says: ${part.slice(0, 200)}`);
  }
  return true;
}

/** Headers of a Google notification (fact sheet 2.8), each always there but the token. */
const PUSH_HEADERS: Readonly<Record<string, RegExp>> = {
  "user-agent": /^APIs-Google/,
  "x-goog-channel-id": /^[\w+/=-]{1,64}$/,
  "x-goog-channel-expiration": /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
  "x-goog-resource-id": /^[\w-]+$/,
  "x-goog-resource-uri": /\/calendar\/v3\//,
  "x-goog-resource-state": /^(sync|exists|not_exists)$/,
  "x-goog-message-number": /^[1-9]\d*$/,
};

function checkParcel({ provider, headers, body }: Parcel): boolean {
  if (provider === "microsoft") {
    checkNotification(JSON.parse(body));
    return true;
  }
  for (const [name, form] of Object.entries(PUSH_HEADERS))
    if (!form.test(headers[name] ?? "")) throw new Error(`a notification has ${name}: ${headers[name]}`);
  if (body !== "") throw new Error("a Google notification has a body");
  return true;
}
