// Mistakes that somebody could make about notices, channels and alerts. Each has to be found.
import { dayMs } from "@/core/time/wall-time";
import type { PushPort } from "@/core/ports/provider-push";

import type { Defect } from "./scene";
import { changeCalls, changeStatements } from "./statements";

const withPush = (change: (push: PushPort) => Partial<PushPort>): Defect => ({
  provider: (provider) =>
    provider.push === undefined ? provider : { ...provider, push: { ...provider.push, ...change(provider.push) } },
});
const without = (of: RegExp, kind: string): Defect => ({
  db: changeStatements([{ of, to: (statement) => (statement.values.includes(kind) ? null : statement) }]),
});
const later = (at: Date) => new Date(at.getTime() + 400 * dayMs);

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
  "looks at no account": { handlers: (handlers) => ({ ...handlers, "alerts.evaluate": () => Promise.resolve() }) },
} as const satisfies Readonly<Record<string, Defect>>;
