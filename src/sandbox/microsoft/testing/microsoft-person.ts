import {
  AuthenticationHandler,
  Client,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
  type Context,
  type GraphError,
  type Middleware,
} from "@microsoft/microsoft-graph-client";
import type { TestSandbox } from "../../testing/open-sandbox";

export const clientId = "sandbox-client";
export const clientSecret = "sandbox-secret";

export interface Heard {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
}

export interface MicrosoftPerson {
  readonly email: string;
  readonly api: Client;
  readonly tokens: { readonly access_token: string; readonly refresh_token: string };
  /** The last answer as it came over the wire. */
  readonly heard: () => Heard;
  /** Edits this person makes in Outlook. */
  readonly edit: (
    edit: Record<string, unknown>,
    calendarId?: string,
  ) => Promise<Record<string, unknown> & { id: string }>;
}

/**
 * The last link of the real client's chain: sends `https://graph.microsoft.com` to the sandbox (fact sheet 0.2 b).
 */
class SandboxTransport implements Middleware {
  readonly #origin: string;
  heard: Heard | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async execute(context: Context): Promise<void> {
    const asked = typeof context.request === "string" ? context.request : context.request.url;
    const response = await fetch(
      asked.replace("https://graph.microsoft.com", this.#origin),
      context.options as RequestInit,
    );
    this.heard = { url: asked, status: response.status, headers: response.headers };
    context.response = response as never;
  }
}

/** The real Graph client for an access token. Its own repetitions are off, so that a test sees every answer. */
export function graphClient(sandbox: TestSandbox, token: () => string): { api: Client; heard: () => Heard } {
  const transport = new SandboxTransport(sandbox.endpoints["microsoft"]?.["graphOrigin"] ?? "");
  const first = new AuthenticationHandler({ getAccessToken: async () => token() });
  const retry = new RetryHandler(new RetryHandlerOptions(0, 0));
  const telemetry = new TelemetryHandler();
  first.setNext(retry);
  retry.setNext(telemetry);
  telemetry.setNext(transport);
  const heard = (): Heard => {
    if (!transport.heard) throw new Error("nothing was heard yet");
    return transport.heard;
  };
  return { api: Client.initWithMiddleware({ middleware: first }), heard };
}

let serial = 0;

/** A fresh account with the real client pointed at the sandbox. */
export async function microsoftPerson(
  sandbox: TestSandbox,
  options: {
    readonly email?: string;
    readonly zone?: string;
    readonly scopes?: string;
    readonly company?: string;
  } = {},
): Promise<MicrosoftPerson> {
  const email = options.email ?? `person${++serial}@contoso.example`;
  await sandbox.control("POST", "accounts", {
    provider: "microsoft",
    email,
    zone: options.zone ?? "Europe/Berlin",
    ...(options.company === undefined ? {} : { companyId: options.company }),
  });
  const tokens = await sandbox.control<{ access_token: string; refresh_token: string }>(
    "POST",
    `accounts/${email}/tokens`,
    {
      ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
    },
  );
  return {
    email,
    tokens,
    ...graphClient(sandbox, () => tokens.access_token),
    edit: (edit, calendarId = "primary") =>
      sandbox.control("POST", `accounts/${email}/calendars/${encodeURIComponent(calendarId)}/edits`, edit),
  };
}

export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Headers;
}

/** The error a call ends in; a call that succeeds is a failed test. */
export async function failureOf(call: Promise<unknown>): Promise<GraphFailure> {
  try {
    await call;
  } catch (error) {
    const { statusCode, code, message, headers } = error as GraphError;
    if (code === null || statusCode <= 0) throw error;
    return { status: statusCode, code: code ?? "", message, headers: headers as unknown as Headers };
  }
  throw new Error("the call should have failed");
}
