import type { TestSandbox } from "../../testing/open-sandbox";
import { clientId, clientSecret, graphClient } from "./microsoft-person";

const redirectUri = "http://127.0.0.1:8902/callback";
const scope = "openid profile email offline_access User.Read Calendars.ReadWrite";

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown> & {
    access_token: string;
    refresh_token: string;
    id_token: string;
    scope: string;
    error: string;
    error_codes: number[];
  };
}

const unescape = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Does what a person does on the page: reads the form, chooses, presses a button. */
export async function decide(
  url: string,
  decision: "allow" | "deny" = "allow",
  email = "alice@contoso.example",
): Promise<Response> {
  const page = await (await fetch(url)).text();
  const action = unescape(/<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? "");
  const request = unescape(/name="request" value="([^"]*)"/.exec(page)?.[1] ?? "");
  const account =
    new RegExp(`value="([^"]+)"[^>]*>\\s*<span><strong>[^<]*</strong><small>${email}`).exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ request, account, decision });
  for (const [, value] of page.matchAll(/name="scope" value="([^"]+)"/g)) body.append("scope", value as string);
  return fetch(new URL(action, url), { method: "POST", body, redirect: "manual" });
}

/** Where the browser is sent. */
export const locationOf = (response: Response): URL => new URL(response.headers.get("location") ?? "");

/** Plain OAuth over HTTP, as a client without any library does it. */
export function signInCalls(sandbox: () => TestSandbox) {
  const at = (path: string): string => `${sandbox().endpoints["microsoft"]?.["graphOrigin"]}${path}`;
  function authorizeUrl(more: Record<string, string> = {}, tenant = "common"): string {
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      redirect_uri: redirectUri,
      scope,
      state: "s1",
      ...more,
    });
    return at(`/${tenant}/oauth2/v2.0/authorize?${query}`);
  }
  async function codeFor(more: Record<string, string> = {}): Promise<string> {
    return locationOf(await decide(authorizeUrl(more))).searchParams.get("code") ?? "";
  }
  async function token(fields: Record<string, string>, tenant = "common"): Promise<TokenAnswer> {
    const body = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      ...fields,
    });
    const response = await fetch(at(`/${tenant}/oauth2/v2.0/token`), { method: "POST", body });
    return { status: response.status, body: (await response.json()) as TokenAnswer["body"] };
  }

  const redeem = async (
    more: Record<string, string> = {},
    authorizeMore: Record<string, string> = {},
  ): Promise<TokenAnswer> => token({ grant_type: "authorization_code", code: await codeFor(authorizeMore), ...more });
  const refresh = (refreshToken: string, more: Record<string, string> = {}): Promise<TokenAnswer> =>
    token({ grant_type: "refresh_token", refresh_token: refreshToken, ...more });
  const works = async (accessToken: string): Promise<unknown> =>
    graphClient(sandbox(), () => accessToken)
      .api.api("/me")
      .get();
  return { at, authorizeUrl, codeFor, token, redeem, refresh, works, redirectUri };
}
