// The way of a person to a connected account, through the stand-in's real pages. Only the browser is left out.
import { beforeAll, expect } from "vitest";

import { openProviders } from "@/server/open-providers";
import { runDueWork } from "@/server/work/run-due-work";
import type { ConnectionShape, ConnectionsShape } from "@/server/connections/shapes";

import { useApi, type Answer, type Api, type As } from "./api";
import { decideConsent } from "./consent-page";
import { testEnv } from "./env";
import { openSandbox, type TestSandbox } from "../sandbox/testing/open-sandbox";

export const here = "http://127.0.0.1:3000";

/** Our word for a provider, and the stand-in's. */
export const bothProviders = [
  { provider: "google", name: "google" },
  { provider: "outlook", name: "microsoft" },
] as const;
export type Which = (typeof bothProviders)[number];

export type Consent = { readonly withhold?: readonly string[]; readonly deny?: boolean };
export type Connecting = {
  readonly api: Api;
  readonly sandbox: TestSandbox;
  /** A new account of that provider; its address. */
  readonly makeAccount: (which: Which, facts?: Record<string, unknown>) => Promise<string>;
  /** Where the provider is asked. */
  readonly begin: (as: As, provider: string, body?: Record<string, unknown>) => Promise<string>;
  /** Comes back with the provider's answer. */
  readonly comeBack: (as: As, provider: string, back: URL) => Promise<Landing>;
  readonly connect: (as: As, which: Which, ask: ConnectAsk) => Promise<Landing>;
  readonly list: (as: As, userId?: string) => Promise<ConnectionsShape>;
  readonly find: (as: As, email: string) => Promise<ConnectionShape>;
  /** Does what is due, as a worker would. */
  readonly work: () => Promise<void>;
  /** A change that a person makes at the provider. */
  readonly edit: (email: string, edit: Record<string, unknown>) => Promise<string>;
  /** Lets time pass here and there. */
  readonly pass: (ms: number) => Promise<void>;
};
export type ConnectAsk = Consent & { readonly email: string; readonly connectionId?: string };

/** Where the person ends up. */
export type Landing = {
  readonly path: string;
  readonly result: string | null;
  readonly connection: string;
  readonly answer: Answer;
};

let serial = 0;

export async function useConnecting(): Promise<Connecting> {
  const sandbox = await openSandbox();
  const control = sandbox.control;
  const endpoints = await control<{ control: string }>("GET", "endpoints");
  const url = endpoints.control.replace(/\/$/, "");
  const api = useApi((database) => testEnv(database, { PUBLIC_URL: here, PROVIDER_SANDBOX_URL: url }));
  beforeAll(() => {
    const { env, log, now } = api.deps;
    api.use({ providers: openProviders({ env, log, now }) });
    return () => sandbox.stop();
  });

  const begin: Connecting["begin"] = async (as, provider, body = {}) => {
    const answer = await api.call("POST /api/v1/calendar/connect/{provider}", { as, params: { provider }, body });
    expect(answer.json).toHaveProperty("url");
    return String(answer.json.url);
  };
  const comeBack: Connecting["comeBack"] = async (as, provider, back) => {
    const query = Object.fromEntries(back.searchParams);
    const route = "GET /api/v1/calendar/connect/{provider}/callback";
    return land(await api.call(route, { as, params: { provider }, query }));
  };
  const list: Connecting["list"] = async (as, userId) => {
    const query = userId === undefined ? {} : { userId };
    return (await api.call("GET /api/v1/calendar/connections", { as, query })).json as ConnectionsShape;
  };
  return {
    api,
    sandbox,
    makeAccount: async ({ name }, facts = {}) => {
      const email = `person${(serial += 1)}@meridian.example`;
      await control("POST", "accounts", { provider: name, email, zone: "Europe/Berlin", ...facts });
      return email;
    },
    begin,
    comeBack,
    connect: async (as, { provider }, { email, connectionId, ...choice }) => {
      const address = await begin(as, provider, connectionId === undefined ? {} : { connectionId });
      return comeBack(as, provider, await decideConsent(address, { email, ...choice }));
    },
    list,
    find: async (as, email) => {
      const found = (await list(as)).connections.find(({ accountEmail }) => accountEmail === email);
      if (found === undefined) throw new Error(`${email} is not connected.`);
      return found;
    },
    work: async () => {
      await runDueWork(api.deps, { budgetMs: 60_000, signal: new AbortController().signal, concurrency: 4 });
    },
    edit: async (email, edit) =>
      (await control<{ id: string }>("POST", `accounts/${email}/calendars/primary/edits`, edit)).id,
    pass: async (ms) => {
      api.pass(ms / 60_000);
      await control("POST", "clock/advance", { ms });
    },
  };
}

function land(answer: Answer): Landing {
  expect(answer.status).toBe(303);
  const location = new URL(answer.headers.get("location") ?? "about:blank");
  expect(location.origin).toBe(here);
  return {
    path: location.pathname,
    result: location.searchParams.get("connect"),
    connection: location.searchParams.get("connection") ?? "",
    answer,
  };
}

/** The tokens that are stored for a connection, opened: canaries that must show nowhere. */
export async function openStoredTokens({ deps }: Api, workspaceId: string, connectionId: string): Promise<string[]> {
  const row = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.credential.findFirst({ where: { workspaceId, connectionId } }),
  );
  const open = (column: "access_token" | "refresh_token", sealed: Uint8Array | null | undefined) => {
    const place = { table: "credentials", rowId: connectionId, workspaceId, column };
    return sealed ? [deps.seal.open(Buffer.from(sealed).toString("utf8"), place).reveal()] : [];
  };
  return [...open("access_token", row?.accessToken), ...open("refresh_token", row?.refreshToken)];
}
