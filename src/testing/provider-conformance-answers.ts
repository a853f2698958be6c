import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { ProviderError, ProviderErrorFacts } from "@/core/errors/provider-error";
import type { Trouble } from "../providers/exchange";
import { TransportFailure, type FailureReason } from "../providers/transport";

export type AnswerFacts = {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
  readonly operation?: string;
  readonly isWrite?: boolean;
};
/** What an answer should be read as, and what is to be told of it. */
export type ErrorCase = AnswerFacts & {
  readonly name: string;
  readonly kind: ProviderErrorKind;
  readonly facts?: Partial<ProviderErrorFacts>;
};

const now = new Date("2026-03-01T00:00:00Z");

/** A refusal as an exchange hands it to an adapter's map-error. */
function refusal({
  status,
  json,
  text,
  headers = {},
  operation = "listChanges",
  isWrite = false,
}: AnswerFacts): Trouble {
  const body = text ?? (json === undefined ? "" : JSON.stringify(json));
  const answer = { status, headers: new Headers(headers), text: body, bytes: body.length };
  const object = text === undefined && json !== undefined ? (json as Record<string, unknown>) : null;
  return { is: "refusal", provider: "test", operation, isWrite, answer, json: object, now };
}

export function failure(
  reason: FailureReason,
  { isWrite = false, wasSent = true, code = undefined as string | undefined } = {},
): Trouble {
  return {
    is: "failure",
    provider: "test",
    operation: "saveEvent",
    isWrite,
    failure: new TransportFailure(reason, { wasSent, code }),
  };
}

export function outcome(
  mapError: (trouble: Trouble) => ProviderError,
  each: ErrorCase,
): { kind: ProviderErrorKind; facts: ProviderErrorFacts } {
  const { kind, facts } = mapError(refusal(each));
  return { kind, facts };
}
