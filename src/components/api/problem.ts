/** What a route answers when it cannot do what was asked (RFC 9457), with our code and request id. */
export type ProblemDetails = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: readonly { path: string; message: string }[];
};

/** A change that did not happen. `details` is missing when no answer of ours came back. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly details: ProblemDetails | null;
  readonly offline: boolean;

  constructor(details: ProblemDetails | null, { offline = false, cause }: { offline?: boolean; cause?: unknown } = {}) {
    super(details?.detail ?? (offline ? "no connection" : "no answer"), { cause });
    this.details = details;
    this.offline = offline;
  }

  get code(): string | undefined {
    return this.details?.code;
  }
}

export function isProblemDetails(value: unknown): value is ProblemDetails {
  if (typeof value !== "object" || value === null) return false;
  const { title, code, detail, requestId } = value as Record<string, unknown>;
  return [title, code, detail, requestId].every((each) => typeof each === "string");
}
