import { trace } from "@opentelemetry/api";
import pino from "pino";

import { redact, redactText } from "./redact";
import { currentRequestId } from "./request-scope";
import type { Secret } from "./secret";

export type Facts = Readonly<Record<string, unknown>>;
type Write = (message: string, facts?: Facts) => void;

/** Structured lines on standard output. The message is a fixed sentence; whatever varies goes into the facts. */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly with: (facts: Facts) => Log;
};

export type LogLevel = "debug" | "info" | "warn" | "error";

type Making = {
  readonly level: LogLevel;
  readonly service: string;
  /** The secrets of this process, so that they are recognised whatever they look like. */
  readonly known: readonly Secret[];
  /** Where lines go; standard output unless a test listens. */
  readonly sink?: { write(line: string): void };
};

function currentTrace(): Facts {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId };
}

function currentRequest(): Facts {
  const requestId = currentRequestId();
  return requestId === null ? {} : { requestId };
}

export function createLog({ level, service, known, sink }: Making): Log {
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const writer = sink === undefined ? pino(options) : pino(options, sink);

  const wrap = (context: Facts): Log => {
    const at =
      (name: LogLevel): Write =>
      (message, facts = {}) => {
        if (!writer.isLevelEnabled(name)) return;
        // Ours come last: a fact called requestId or level cannot pass itself off as the real one.
        const line = { facts: redact({ ...context, ...facts }, known), ...currentTrace(), ...currentRequest() };
        writer[name](line, redactText(message, known));
      };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      with: (facts) => wrap({ ...context, ...facts }),
    };
  };
  return wrap({});
}
