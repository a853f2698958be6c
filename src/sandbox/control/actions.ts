import type { FaultName } from "../faults/catalog";
import type { FaultRule } from "../faults/rules";
import type { Sandbox } from "../sandbox";
import type { Account } from "../world/account";

type Action = (sandbox: Sandbox, accounts: readonly Account[], rule: Omit<FaultRule, "id">) => string;

/** Faults that change state once. They hit the account named, or every account of the provider named. */
const ACTIONS: Partial<Record<FaultName, Action>> = {
  "revoke-grants": (sandbox, accounts) => {
    for (const account of accounts) sandbox.ground.vault.revokeAccount(account.id);
    return `revoked for ${accounts.length}`;
  },
  "reduce-scopes": (sandbox, accounts, rule) => {
    const keep = typeof rule.params.keep === "string" ? rule.params.keep.split(" ") : [];
    for (const account of accounts) sandbox.ground.vault.reduceScopes(account.id, keep);
    return `reduced for ${accounts.length}`;
  },
  "expire-access-tokens": (sandbox, accounts) => {
    for (const account of accounts) sandbox.ground.vault.expireAccess(account.id);
    return `expired for ${accounts.length}`;
  },
  "expire-sync-state": (sandbox, accounts) => {
    for (const account of accounts) sandbox.provider(account.facts.provider).actions.expireSyncState(account.id);
    return `expired for ${accounts.length}`;
  },
  "expire-channels": (sandbox, accounts) => {
    const ended = accounts.map((account) =>
      sandbox.provider(account.facts.provider).actions.expireChannels(account.id),
    );
    return `ended ${ended.reduce((sum, one) => sum + one, 0)}`;
  },
  "push-lifecycle": (sandbox, accounts, rule) => {
    const event = typeof rule.params.event === "string" ? rule.params.event : "missed";
    const told = accounts.map(
      (account) => sandbox.provider(account.facts.provider).actions.sendLifecycle?.(account.id, event) ?? 0,
    );
    return `told ${told.reduce((sum, one) => sum + one, 0)}`;
  },
  "tcp-drop-open": (sandbox, _accounts, rule) => {
    const plugs = [...sandbox.plugs].filter(([id]) => rule.provider === undefined || rule.provider === id);
    return `cut ${plugs.reduce((sum, [, plug]) => sum + plug.toxics.resetOpenConnections(), 0)}`;
  },
};

export function playAction(sandbox: Sandbox, rule: Omit<FaultRule, "id">): string {
  const accounts = [...sandbox.ground.world.accounts.values()].filter(
    (account) =>
      (rule.account === undefined || rule.account === account.id) &&
      (rule.provider === undefined || rule.provider === account.facts.provider),
  );
  return ACTIONS[rule.fault]?.(sandbox, accounts, rule) ?? "nothing to do";
}
