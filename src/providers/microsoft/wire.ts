import { Client, type Context, type GraphRequest, type Middleware } from "@microsoft/microsoft-graph-client";
import { ProviderError } from "@/core/errors/provider-error";
import type { Access, AccountCall, CallRules, Hidden } from "@/core/ports/provider-call";
import { openExchange, type AdapterFacts, type RequestFacts, type Surroundings } from "../exchange";
import type { Wire } from "../wire-values";
import { facts } from "./facts";
import { mapError } from "./map-error";

export type MicrosoftAddresses = {
  readonly graphOrigin: string;
  readonly authorize: string;
  readonly token: string;
  /** With `{tenantid}` in the place of the tenant. */
  readonly issuer: string;
};
/** The client library sends a token to no other origin, and knows absolute links by it alone. */
const liveGraph = "https://graph.microsoft.com";

const liveAddresses = (tenantId: string): MicrosoftAddresses => ({
  graphOrigin: liveGraph,
  authorize: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/authorize`,
  token: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
  issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
});

export type MicrosoftSettings = {
  readonly clientId: string;
  readonly clientSecret: Hidden;
  /** "common", "organizations", "consumers", or one company's id. */
  readonly tenantId?: string;
  readonly addresses?: MicrosoftAddresses;
  readonly pageSize?: number;
};

type GraphFacts = RequestFacts & { readonly path: string; readonly ifMatch?: string | null };
export type AskGraph = (request: GraphFacts, run: (request: GraphRequest) => Promise<unknown>) => Promise<Wire>;
export type MicrosoftWire = {
  readonly settings: MicrosoftSettings;
  readonly addresses: MicrosoftAddresses;
  readonly pageSize: number;
  readonly now: () => Date;
  /** Graph on behalf of an account; one deadline for all requests of one call. `path` is a path or a link of Graph's. */
  openApi(call: AccountCall, operation: string): AskGraph;
  postForm(call: CallRules, operation: string, form: Readonly<Record<string, string>>): Promise<Wire>;
};

export function openWire(settings: MicrosoftSettings, { now, transport }: Surroundings): MicrosoftWire {
  const addresses = settings.addresses ?? liveAddresses(settings.tenantId ?? "common");
  const pageSize = settings.pageSize ?? facts.limits.pageSize;
  const adapter = (origin: string): AdapterFacts => ({
    ...{ provider: facts.id, now, transport, mapError, requestIdHeader: "request-id" },
    origins: [new URL(origin).origin],
  });
  const ofGraph = adapter(addresses.graphOrigin);
  const ofSignIn = adapter(addresses.token);
  // The same on every request, links included: ids and times would change their shape otherwise.
  const prefer = `outlook.timezone="UTC", IdType="ImmutableId", odata.maxpagesize=${pageSize}`;
  return {
    ...{ settings, addresses, pageSize, now },
    openApi: (call, operation) => {
      const exchange = openExchange(ofGraph, call, operation);
      const authorization = toAuthorization(call.access, operation);
      return async ({ path, ifMatch = null, ...request }, run) => {
        const place = toPlace(path, addresses, operation);
        const reply = await exchange.through(request, (fetch) => {
          const headers = { authorization, prefer, ...(ifMatch === null ? {} : { "if-match": ifMatch }) };
          const middleware = sendTo({ fetch, headers, graphOrigin: addresses.graphOrigin });
          return run(Client.initWithMiddleware({ middleware }).api(place));
        });
        return reply.json;
      };
    },
    postForm: async (call, operation, form) => {
      const url = new URL(addresses.token);
      const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
      const request = { method: "POST", url, headers, body: new URLSearchParams(form).toString() };
      return (
        await openExchange(ofSignIn, call, operation).send(request, { endpoint: "POST /{tenant}/oauth2/v2.0/token" })
      ).json;
    },
  };
}

/** S41: a link leads on only when it stays with Graph. Its query goes back byte for byte. */
function toPlace(path: string, { graphOrigin }: MicrosoftAddresses, operation: string): string {
  if (path.startsWith("/")) return path;
  const origin = [graphOrigin, liveGraph].find((each) => path.startsWith(`${each}/v1.0/`));
  if (origin !== undefined) return `${liveGraph}${path.slice(origin.length)}`;
  throw new ProviderError("unsafe_connection", { provider: facts.id, operation, reason: "off_host" });
}

type Way = {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly headers: Record<string, string>;
  readonly graphOrigin: string;
};

/** The whole chain of the client library: no authentication, retry or redirect of its own. */
function sendTo({ fetch, headers, graphOrigin }: Way): Middleware {
  return {
    execute: async (context: Context) => {
      const address = typeof context.request === "string" ? context.request : context.request.url;
      const { method = "GET", body = null, headers: own } = (context.options ?? {}) as RequestInit;
      const all = { ...Object.fromEntries(new Headers(own)), ...headers };
      context.response = await fetch(address.replace(liveGraph, graphOrigin), { method, body, headers: all });
    },
  };
}

function toAuthorization(access: Access, operation: string): string {
  if (access.kind === "bearer") return `Bearer ${access.token.reveal()}`;
  throw new ProviderError("unauthorized", { provider: facts.id, operation, reason: "no_bearer_token" });
}

export const calendarPath = (remoteCalendarId: string) => `/me/calendars/${encodeURIComponent(remoteCalendarId)}`;
export const eventPath = (remoteCalendarId: string, remoteId: string) =>
  `${calendarPath(remoteCalendarId)}/events/${encodeURIComponent(remoteId)}`;
