// A mail server and a receiver of webhooks that are really there, and addresses that lead to them.
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach } from "vitest";

import { addEndpoint } from "@/server/db/notifications/endpoints";
import { toWebhookSecret } from "@/server/notifications/channels/sign-webhook";
import { sealPart } from "@/server/notifications/sealed-endpoint";

import { deliveriesOf } from "./alert-scene";
import type { Api } from "./api";
import { testEnv } from "./env";
import type { Rows } from "./health-rows";
import { openMailServer, openReceiver, type MailServer, type Receiver } from "./receivers";

export const webhookSecret = toWebhookSecret(Buffer.alloc(32, 7));

/** Before each test nothing was sent, nothing waits, and no address of an earlier one is used. */
export function useMessageScene(api: Api) {
  let mail: MailServer;
  let receiver: Receiver;
  const here = () => ({ workspaceId: api.cast.home });

  beforeAll(async () => {
    [mail, receiver] = await Promise.all([openMailServer(), openReceiver()]);
    api.use({
      env: {
        ...api.deps.env,
        messaging: testEnv(api.database.url, {
          SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
          MAIL_FROM: "Daykeeper <calendar@example.test>",
          SMS_ACCOUNT: "AC1",
          SMS_TOKEN: "token of the gateway",
          SMS_FROM: "+491700000000",
          SMS_GATEWAY_URL: receiver.origin,
          OUTGOING_LOOPBACK: receiver.origin,
        }).messaging,
      },
    });
  });
  afterAll(() => Promise.all([mail.close(), receiver.close()]));
  beforeEach(async () => {
    mail.mails.length = 0;
    receiver.calls.length = 0;
    mail.refuseWith = null;
    receiver.answer = { status: 200 };
    await api.deps.db.inWorkspace(here(), async (tx) => {
      await tx.dueWork.deleteMany({});
      await tx.notificationEndpoint.updateMany({ data: { disabledAt: api.deps.now() } });
    });
  });

  return {
    get mail() {
      return mail;
    },
    get receiver() {
      return receiver;
    },
    addAddress: async (channel: string, address: string, userId: string | null = api.cast.bob): Promise<string> => {
      const where = { ...here(), id: randomUUID() };
      await api.deps.db.inWorkspace(where, (tx) =>
        addEndpoint(tx, {
          ...{ ...where, userId, channel, name: channel, keyId: api.deps.seal.keyId, createdAt: api.deps.now() },
          address: sealPart(api.deps, where, { column: "address", text: address }),
          secret: channel === "webhook" ? sealPart(api.deps, where, { column: "secret", text: webhookSecret }) : null,
        }),
      );
      return where.id;
    },
    endpointOf: (id: string) =>
      api.deps.db.inWorkspace(here(), (tx) => tx.notificationEndpoint.findFirstOrThrow({ where: { id } })),
    stateOf: async (rows: Rows, channel: string) =>
      (await deliveriesOf(api, rows, channel)).map(({ kind, state, errorCode }) => [kind, state, errorCode]),
  };
}
