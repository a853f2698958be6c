import { hashToken, newToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { countApiKeys, createApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from "@/server/db/people/api-keys";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "./audit-log";
import type { KeyInput } from "./inputs";
import { requireHere, requireSelf, type Caller } from "./person";
import { scopes, type Scope } from "./roles";
import type { ApiKeyShape } from "./shapes";

const mostKeys = 50;

const isScope = (name: string): name is Scope => name in scopes;

function toKey({ id, name, scopes: held, prefix, createdAt, lastUsedAt, expiresAt, creator }: ApiKeyRow): ApiKeyShape {
  return {
    id,
    name,
    scopes: held.filter(isScope),
    prefix,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdBy: creator,
  };
}

export async function listKeys(caller: Caller): Promise<ApiKeyShape[]> {
  const here = requireHere(caller, { role: "admin" });
  const { db, now } = getDeps();
  const rows = await db.inWorkspace(here, (tx) => listApiKeys(tx, here.workspaceId, now()));
  return rows.map(toKey);
}

/** dk_<prefix>_<secret>: the prefix is shown in lists, the whole is shown once and stored as a hash. */
export async function createKey(
  caller: Caller,
  { name, scopes: wanted, expiresInDays }: KeyInput,
): Promise<{ key: ApiKeyShape; secret: string }> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "admin" });
  const { db, now, random } = getDeps();
  const prefix = `dk_${Buffer.from(random(4)).toString("hex")}`;
  const secret = new Secret(`${prefix}_${newToken(random).reveal()}`);
  const createdAt = now();
  const row = await db.inWorkspace(here, async (tx) => {
    if ((await countApiKeys(tx, here.workspaceId, createdAt)) >= mostKeys) throw new Problem("too_many_keys");
    const created = await createApiKey(tx, {
      workspaceId: here.workspaceId,
      name,
      prefix,
      keyHash: hashToken(secret),
      scopes: wanted,
      createdBy: person.user.id,
      createdAt,
      expiresAt: expiresInDays === undefined ? null : new Date(createdAt.getTime() + expiresInDays * 86_400_000),
    });
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(person),
      action: "key.created",
      subject: { kind: "key", id: created.id },
      detail: { scopes: wanted },
    });
    return created;
  });
  return { key: toKey(row), secret: secret.reveal() };
}

export async function revokeKey(caller: Caller, id: string): Promise<void> {
  const here = requireHere(caller, { role: "admin" });
  const { db, now } = getDeps();
  await db.inWorkspace(here, async (tx) => {
    if (!(await revokeApiKey(tx, { workspaceId: here.workspaceId, id }, now()))) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action: "key.revoked",
      subject: { kind: "key", id },
    });
  });
}
