// Connected accounts whose provider tells of changes: the stand-in's real deliveries reach the real receiver over HTTP.
import { afterAll, beforeAll, expect } from "vitest";

import { startWebhookListener, type WebhookListener } from "@/server/running/webhook-listener";

import { useConnecting, type Connecting, type Which } from "./connecting";
import type { As } from "./api";

export type Watched = {
  readonly email: string;
  readonly connection: string;
  /** The account's main calendar. */
  readonly calendarId: string;
  readonly as: As;
};

export type Watching = Connecting & {
  /** Connected, read, watched, and read once more. */
  readonly watch: (which: Which) => Promise<Watched>;
  /** Does what is due until the check holds. */
  readonly until: (check: () => Promise<void>) => Promise<void>;
  readonly titles: (calendarId: string) => Promise<(string | null)[]>;
  readonly channels: (connection: string) => Promise<ChannelFacts[]>;
  readonly notices: (calendarId: string) => Promise<{ kind: string; state: string; errorCode: string | null }[]>;
  readonly listenerPort: () => number;
};

export type ChannelFacts = {
  readonly id: string;
  readonly state: string;
  readonly calendarId: string;
  readonly remoteChannelId: string;
  readonly remoteResourceId: string | null;
  readonly expiresAt: Date | null;
  readonly silentSince: Date | null;
  readonly lastNotifiedAt: Date | null;
  readonly consecutiveFailures: number;
  readonly retryAt: Date | null;
  readonly lastError: unknown;
};

const longestMs = 15_000;

export async function useWatching(): Promise<Watching> {
  const connecting = await useConnecting();
  const { api, makeAccount, connect, find, work } = connecting;
  const open: { listener?: WebhookListener } = {};
  beforeAll(async () => {
    const listener = await startWebhookListener(api.deps, { host: "127.0.0.1", port: 0 });
    open.listener = listener;
    const webhookOrigin = `http://127.0.0.1:${listener.port}`;
    api.use({ env: { ...api.deps.env, webhookOrigin } });
  });
  afterAll(() => open.listener?.close());

  const here = () => ({ workspaceId: api.cast.home });
  const until: Watching["until"] = async (check) => {
    const end = performance.now() + longestMs;
    for (;;) {
      await work();
      try {
        await check();
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const channels: Watching["channels"] = (connectionId) =>
    api.deps.db.inWorkspace(here(), (tx) =>
      tx.channel.findMany({ where: { calendar: { connectionId } }, orderBy: { createdAt: "asc" } }),
    );
  return {
    ...connecting,
    until,
    channels,
    watch: async (which) => {
      const as = await api.signIn(api.cast.alice);
      const email = await makeAccount(which);
      const { connection } = await connect(as, which, { email });
      const calendarId = (await find(as, email)).calendars.find(({ isPrimary }) => isPrimary)?.id ?? "";
      await until(async () => {
        expect((await channels(connection)).filter(({ state }) => state === "active").length).toBeGreaterThan(0);
      });
      await work();
      return { email, connection, calendarId, as };
    },
    titles: (calendarId) =>
      api.deps.db.inWorkspace(here(), async (tx) =>
        (await tx.event.findMany({ where: { calendarId } })).map(({ title }) => title),
      ),
    notices: (calendarId) =>
      api.deps.db.inWorkspace(here(), (tx) =>
        tx.notification.findMany({
          where: { channel: { calendarId } },
          orderBy: { receivedAt: "asc" },
          select: { kind: true, state: true, errorCode: true },
        }),
      ),
    listenerPort: () => open.listener?.port ?? 0,
  };
}
