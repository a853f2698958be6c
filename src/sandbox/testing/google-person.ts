import { OAuth2Client, type OAuth2ClientOptions } from "google-auth-library";
import { calendar, type calendar_v3 } from "googleapis/build/src/apis/calendar/index.js";
import type { TestSandbox } from "./open-sandbox";

export const CLIENT = { clientId: "sandbox-client", clientSecret: "sandbox-secret" };
export const SCOPE = "https://www.googleapis.com/auth/";

export interface GooglePerson {
  readonly email: string;
  readonly auth: OAuth2Client;
  readonly api: calendar_v3.Calendar;
  readonly tokens: { readonly access_token: string; readonly refresh_token: string };
  /** Edits this person makes in Google's own app. */
  edit(edit: Record<string, unknown>, calendarId?: string): Promise<Record<string, unknown>>;
}

let serial = 0;

/** A fresh account with the real client libraries pointed at the sandbox. Every answer is held against the description. */
export async function googlePerson(
  sandbox: TestSandbox,
  options: { readonly scopes?: readonly string[]; readonly zone?: string; readonly email?: string } = {},
): Promise<GooglePerson> {
  const email = options.email ?? `person${++serial}@meridian.example`;
  await sandbox.control("POST", "accounts", { provider: "google", email, zone: options.zone ?? "Europe/Berlin" });
  const scopes = options.scopes?.map((scope) => `${SCOPE}${scope}`).join(" ");
  const tokens = await sandbox.control<{ access_token: string; refresh_token: string }>(
    "POST",
    `accounts/${email}/tokens`,
    {
      ...(scopes === undefined ? {} : { scopes }),
    },
  );
  const auth = oauthClient(sandbox);
  auth.setCredentials({ ...tokens, expiry_date: Date.now() + 3_000_000 });
  return {
    email,
    auth,
    api: calendarClient(sandbox, auth),
    tokens,
    edit: (edit, calendarId = "primary") =>
      sandbox.control("POST", `accounts/${email}/calendars/${encodeURIComponent(calendarId)}/edits`, edit),
  };
}

export function oauthClient(sandbox: TestSandbox, more: OAuth2ClientOptions = {}): OAuth2Client {
  const { google } = sandbox;
  const auth = new OAuth2Client({
    ...CLIENT,
    redirectUri: "http://127.0.0.1:8901/callback",
    endpoints: {
      oauth2AuthBaseUrl: google.authorize,
      oauth2TokenUrl: google.token,
      oauth2RevokeUrl: google.revoke,
      tokenInfoUrl: google.tokenInfo,
    },
    ...more,
  } as OAuth2ClientOptions);
  return auth;
}

function calendarClient(sandbox: TestSandbox, auth: OAuth2Client): calendar_v3.Calendar {
  return calendar({ version: "v3", auth: auth as never, rootUrl: sandbox.google.rootUrl as string, retry: false });
}

export interface ApiFailure {
  readonly status: number;
  readonly message: string;
  readonly reason: string;
  readonly domain: string;
  readonly location: string | undefined;
  readonly body: Record<string, unknown>;
}

/** The error a call ends in, as the body says it; a call that succeeds is a failed test. */
export async function failureOf(call: Promise<unknown>): Promise<ApiFailure> {
  try {
    await call;
  } catch (error) {
    const { response } = error as { response?: { status: number; data: Record<string, unknown> } };
    if (!response) throw error;
    const envelope = response.data.error as { message?: string; errors?: Record<string, string>[] } | string;
    const first = typeof envelope === "string" ? undefined : envelope.errors?.[0];
    return {
      status: response.status,
      message: typeof envelope === "string" ? envelope : (envelope.message ?? ""),
      reason: first?.reason ?? String(response.data.error),
      domain: first?.domain ?? "",
      location: first?.location,
      body: response.data,
    };
  }
  throw new Error("the call should have failed");
}
