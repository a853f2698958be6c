import type { Configuration } from "@vercel/otel";

import { redact, redactText } from "@/lib/redact";
import type { Secret } from "@/lib/secret";

export type SpanProcessor = Exclude<NonNullable<Configuration["spanProcessors"]>[number], string>;
export type EndedSpan = Parameters<SpanProcessor["onEnd"]>[0];

type Attributes = Record<string, unknown>;

/** Where requests and answers of the outside stand. What follows the ? may be a provider's code, which is a secret. */
const isAddress = (name: string) =>
  /^(http\.(url|target)|url\.(full|query|path)|fetch\.\w+|next\.span_name)$/.test(name);

function redactAttributes(attributes: Attributes, known: readonly Secret[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    const short = typeof value === "string" && isAddress(name) ? value.split(/[?#]/)[0] : value;
    // With its name, so that an attribute called cookie or authorization is hidden whatever it holds.
    attributes[name] = Object.values(redact({ [name]: short }, known) as Attributes)[0];
  }
}

/**
 * Spans are written by libraries that know nothing of our secrets: the framework notes whole addresses, and errors their
 * messages. This comes before the exporter and takes out of every span what the log would take out of a line (S57).
 */
export function redactSpans(known: readonly Secret[]): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      const open = span as unknown as { name: string; status: { message?: string } };
      open.name = redactText(open.name.split(/[?#]/)[0] ?? "", known);
      if (open.status.message !== undefined) open.status.message = redactText(open.status.message, known);
      redactAttributes(span.attributes, known);
      for (const event of span.events) redactAttributes(event.attributes ?? {}, known);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
