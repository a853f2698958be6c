// Mistakes that somebody could make about notices, channels and alerts. Each has to be found.
import { dayMs } from "@/core/time/wall-time";
import type { PushPort } from "@/core/ports/provider-push";

import type { Defect } from "./scene";
import { changeCalls, changeStatements, revalue, reword, withoutIndex, type Statement } from "./statements";

const withPush = (change: (push: PushPort) => Partial<PushPort>): Defect => ({
  provider: (provider) =>
    provider.push === undefined ? provider : { ...provider, push: { ...provider.push, ...change(provider.push) } },
});
const without = (of: RegExp, kind: string): Defect => ({
  db: changeStatements([{ of, to: (statement) => (statement.values.includes(kind) ? null : statement) }]),
});
const statements = (of: RegExp, to: Parameters<typeof changeStatements>[0][number]["to"]): Defect => ({
  db: changeStatements([{ of, to }]),
});
const later = (at: Date) => new Date(at.getTime() + 400 * dayMs);

const muchLater = ({ strings, values }: Statement): Statement => ({
  strings,
  values: values.map((value) => (value instanceof Date ? later(value) : value)),
});

export const pushDefects = {
  "acknowledges what it does not keep": { db: changeStatements([{ of: /system\.accept_notices/, to: () => null }]) },
  "looks after no channel": without(/insert into due_work/, "connection.watch"),
  "does not close the channel that it replaced": withPush(() => ({ closeChannel: () => Promise.resolve() })),
  "does not know when a channel ends": withPush(({ openChannel, extendChannel }) => ({
    openChannel: async (call, request) => {
      const opened = await openChannel(call, request);
      return { ...opened, expiresAt: later(opened.expiresAt) };
    },
    ...(extendChannel === undefined
      ? {}
      : {
          extendChannel: async (call, channel, until) => {
            const extended = await extendChannel(call, channel, until);
            return { ...extended, expiresAt: later(extended.expiresAt) };
          },
        }),
  })),
  "takes a channel for prolonged that is not": withPush(() => ({
    extendChannel: (_call, channel, until) => Promise.resolve({ ...channel, expiresAt: until }),
  })),
  "tells nobody": { db: changeCalls("alert", "create", () => ({ id: "51510000-0000-4000-9000-000900000001" })) },
  "never takes an alert back": { db: changeCalls("alert", "updateMany", () => ({ count: 1 })) },
  "forgets the secret of a channel": statements(
    /system\.find_channels/,
    reword("secret_hash,", "sha256('guessed'::bytea) as secret_hash,"),
  ),
  "takes all notices of a channel for one": statements(
    /system\.accept_notices/,
    revalue("::text[],\n      ", (given) => (Array.isArray(given) ? given.map(() => "the same") : given)),
  ),
  "does not see that a notice was served": statements(/set state = case when due\.turn = 1/, () => null),
  "does not see which channels there are": {
    db: changeCalls("channel", "findMany", () => []),
    schema: withoutIndex(
      "calendar_webhooks_active_key",
      "calendar_webhooks",
      "(workspace_id, calendar_id) where state = 'active'",
    ),
  },
  "does not keep what the provider granted": { db: changeCalls("channel", "updateMany", () => ({ count: 1 })) },
  "believes a channel that says nothing": statements(/set silent_since = /, () => null),
  "looks after an open channel when it is too late": {
    handlers: (handlers) => ({
      ...handlers,
      "connection.watch": (deps, work, signal) => {
        const db = changeStatements([{ of: /insert into due_work/, to: muchLater }])(deps.db);
        return handlers["connection.watch"]({ ...deps, db }, work, signal);
      },
    }),
  },
  "acknowledges although the database is away": {
    db: (db) => ({
      ...db,
      outsideWorkspace: async (run) => {
        try {
          return await db.outsideWorkspace(run);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "DatabaseAway") throw error;
          // Neither work to do nor channels that are known.
          return Object.assign([], { get: () => undefined }) as never;
        }
      },
    }),
  },
  "writes no message": { db: changeCalls("delivery", "createMany", () => ({ count: 1 })) },
  "does not know what is open": {
    db: changeCalls("alert", "findMany", () => []),
    schema: withoutIndex(
      "calendar_alerts_open_key",
      "calendar_alerts",
      "(workspace_id, dedupe_key) where resolved_at is null",
    ),
  },
  "takes an alert back that still stands": {
    handlers: (handlers) => ({
      ...handlers,
      "alerts.evaluate": async (deps, work, signal) => {
        await handlers["alerts.evaluate"](deps, work, signal);
        await deps.db.inWorkspace({ workspaceId: work.workspaceId }, (tx) =>
          tx.alert.updateMany({ where: { workspaceId: work.workspaceId }, data: { resolvedAt: deps.now() } }),
        );
      },
    }),
  },
  "looks at no account": { handlers: (handlers) => ({ ...handlers, "alerts.evaluate": () => Promise.resolve() }) },
} as const satisfies Readonly<Record<string, Defect>>;
