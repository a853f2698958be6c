import { explain, toTokenUnavailable } from "@/core/errors/explain";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { providerFacts } from "@/providers/catalog";
import type { SyncAccepted, SyncDone, SyncRefused, SyncResultShape } from "@/server/sync-now/shapes";

const [first] = providerFacts;
const { id: provider = "", party = "", product = "" } = first ?? {};
const names = { party, product };
const requestId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const runId = "7a1c5e90-2b3d-8f64-9c10-5d4e3f2a1b00";

const result: SyncResultShape = {
  calendarId: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718200",
  connectionId: "2f1e0d3c-4b5a-4687-9716-051423324100",
  provider,
  status: "synced",
  code: "synced",
  message: "Read to the end.",
  runId,
  changes: { added: 3, changed: 1, removed: 0 },
};

function failedWith(kind: ProviderErrorKind): SyncResultShape {
  return { ...result, status: "failed", code: kind, message: explain(kind, names).person, changes: null };
}

export const doneExample: SyncDone = {
  status: "partial_success",
  message: "Up to date: 1 calendar. Not read: 1 calendar; each says why.",
  code: "partly_synced",
  requestId,
  results: [result, { ...failedWith("forbidden"), calendarId: "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718201" }],
  summary: { total: 2, synced: 1, running: 0, failed: 1 },
};

export const acceptedExample: SyncAccepted = {
  status: "accepted",
  message: "A sync is on its way already. Changes show as they come in.",
  code: "running",
  requestId,
  runId,
  results: [
    {
      ...result,
      status: "running",
      code: "running",
      message: "It is being read. Changes show as they come in.",
      changes: null,
    },
  ],
};

function refusedWith(kind: ProviderErrorKind, status?: string): SyncRefused {
  const { errorType, person } = explain(kind, names);
  return {
    status: status ?? errorType,
    message: person,
    error_type: errorType,
    code: kind,
    requestId,
    results: [failedWith(kind)],
  };
}

export const refusedExamples: Readonly<Record<401 | 403 | 409 | 429 | 502 | 503, SyncRefused>> = {
  401: { ...refusedWith("grant_lost"), ...toTokenUnavailable(names) },
  403: refusedWith("forbidden"),
  409: {
    status: "nothing_connected",
    message: "Nothing is connected yet. Connect a calendar first.",
    error_type: "nothing_connected",
    code: "nothing_connected",
    requestId,
    results: [],
  },
  429: refusedWith("rate_limited", "rate_limited"),
  502: refusedWith("malformed_answer"),
  503: refusedWith("unavailable"),
};
