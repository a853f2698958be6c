import { randomUUID } from "node:crypto";

import { refuseUrl } from "@/lib/outgoing-url";
import { addEndpoint, listEndpoints, removeEndpoint } from "@/server/db/notifications/endpoints";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import { httpChannels } from "./channels/catalog";
import { toWebhookSecret } from "./channels/sign-webhook";
import { requireEndpoint } from "./replay-delivery";
import { sealPart } from "./sealed-endpoint";
import type { EndpointInput } from "./settings-shapes";

const most = 20;
const number = /^\+[1-9]\d{6,14}$/;

function requireAddress({ channel, address }: EndpointInput, { env }: Deps): void {
  if (channel === "sms") {
    if (env.messaging.sms === null || !number.test(address.replaceAll(" ", ""))) throw new Problem("address_refused");
    return;
  }
  if (refuseUrl(address, env.messaging.loopback) !== null) throw new Problem("address_refused");
}

/** The secret of a webhook is shown this once. */
export async function createEndpoint(
  deps: Deps,
  caller: Caller,
  input: EndpointInput,
): Promise<{ id: string; secret: string | null }> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  if (input.forTeam && !includesRole(person.role, "admin")) throw new Problem("not_allowed");
  requireAddress(input, deps);
  const where = { workspaceId: here.workspaceId, id: randomUUID() };
  const isSigned = httpChannels.some(({ id, isSigned: signs }) => id === input.channel && signs);
  const secret = isSigned ? toWebhookSecret(deps.random(32)) : null;
  await deps.db.inWorkspace(here, async (tx) => {
    if ((await listEndpoints(tx, { ...here, userId: person.user.id })).length >= most)
      throw new Problem("too_many_addresses");
    const address = input.channel === "sms" ? input.address.replaceAll(" ", "") : input.address;
    await addEndpoint(tx, {
      ...{ ...where, channel: input.channel, name: input.name, keyId: deps.seal.keyId, createdAt: deps.now() },
      userId: input.forTeam ? null : person.user.id,
      address: sealPart(deps, where, { column: "address", text: address }),
      secret: secret === null ? null : sealPart(deps, where, { column: "secret", text: secret }),
    });
    await record(tx, caller, { ...where, action: "notifications.address_added", channel: input.channel });
  });
  return { id: where.id, secret };
}

type Recorded = {
  readonly workspaceId: string;
  readonly id: string;
  readonly action: "notifications.address_added" | "notifications.address_removed";
  readonly channel: string;
};

const record = (tx: Tx, caller: Caller, { workspaceId, id, action, channel }: Recorded) =>
  recordAudit(tx, {
    ...{ workspaceId, actor: actorOf(caller), action, detail: { channel } },
    subject: { kind: "notification_endpoint", id },
  });

/** One's own; those of the team are an admin's. */
export async function deleteEndpoint(deps: Deps, caller: Caller, id: string): Promise<void> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  await deps.db.inWorkspace(here, async (tx) => {
    const place = { workspaceId: here.workspaceId, id };
    const found = await requireEndpoint(tx, here, { person, id });
    await removeEndpoint(tx, place);
    await record(tx, caller, { ...place, action: "notifications.address_removed", channel: found.channel });
  });
}
