import { calendar, type calendar_v3 } from "googleapis/build/src/apis/calendar/index.js";
import { ProviderError } from "@/core/errors/provider-error";
import type { Access, AccountCall, CallRules, Hidden } from "@/core/ports/provider-call";
import { openExchange, type AdapterFacts, type Reply, type RequestFacts, type Surroundings } from "../exchange";
import type { Wire } from "../wire-values";
import { facts } from "./facts";
import { mapError } from "./map-error";

export type GoogleAddresses = {
  readonly rootUrl: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly issuer: string;
};
const liveAddresses: GoogleAddresses = {
  rootUrl: "https://www.googleapis.com/",
  authorize: "https://accounts.google.com/o/oauth2/v2/auth",
  token: "https://oauth2.googleapis.com/token",
  revoke: "https://oauth2.googleapis.com/revoke",
  issuer: "https://accounts.google.com",
};

export type GoogleSettings = {
  readonly clientId: string;
  readonly clientSecret: Hidden;
  readonly addresses?: GoogleAddresses;
  readonly pageSize?: number;
  /** Seven days while the consent screen is "in testing"; null once it is published. */
  readonly grantLifeMs?: number | null;
};

type CallOptions = { headers: Record<string, string>; retry: false; responseType: "text" };
type RunApi = (api: calendar_v3.Calendar, options: CallOptions) => Promise<unknown>;

export type GoogleWire = {
  readonly settings: GoogleSettings;
  readonly addresses: GoogleAddresses;
  readonly now: () => Date;
  /** The Calendar API on behalf of an account; one deadline for all requests of one call. */
  openApi(
    call: AccountCall,
    operation: string,
  ): (facts: RequestFacts & { ifMatch?: string | null }, run: RunApi) => Promise<Wire>;
  /** A form to one of the sign-in endpoints. */
  postForm(
    call: CallRules,
    operation: string,
    to: { readonly address: string; readonly form: Record<string, string> },
  ): Promise<Wire>;
};

export function openWire(settings: GoogleSettings, { now, transport }: Surroundings): GoogleWire {
  const addresses = settings.addresses ?? liveAddresses;
  const api = calendar({ version: "v3", rootUrl: addresses.rootUrl });
  const adapter = (origins: readonly string[]): AdapterFacts => ({
    ...{ provider: facts.id, now, transport, mapError, requestIdHeader: null },
    origins: origins.map((address) => new URL(address).origin),
  });
  const ofApi = adapter([addresses.rootUrl]);
  const ofSignIn = adapter([addresses.token, addresses.revoke]);
  return {
    settings,
    addresses,
    now,
    openApi: (call, operation) => {
      const exchange = openExchange(ofApi, call, operation);
      const authorization = toAuthorization(call.access, operation);
      return async ({ ifMatch = null, ...request }, run) => {
        const headers = { authorization, ...(ifMatch === null ? {} : { "if-match": ifMatch }) };
        const reply: Reply = await exchange.through(request, (fetch) =>
          run(api, { headers, retry: false, responseType: "text", fetchImplementation: fetch } as CallOptions),
        );
        return reply.json;
      };
    },
    postForm: async (call, operation, { address, form }) => {
      const url = new URL(address);
      const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
      const body = new URLSearchParams(form).toString();
      const exchange = openExchange(ofSignIn, call, operation);
      return (await exchange.send({ method: "POST", url, headers, body }, { endpoint: `POST ${url.pathname}` })).json;
    },
  };
}

function toAuthorization(access: Access, operation: string): string {
  if (access.kind === "bearer") return `Bearer ${access.token.reveal()}`;
  throw new ProviderError("unauthorized", { provider: facts.id, operation, reason: "no_bearer_token" });
}
