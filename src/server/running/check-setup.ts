import { isProviderError } from "@/core/errors/provider-error";
import { Secret } from "@/lib/secret";
import { providerFacts, type ProviderFacts } from "@/providers/catalog";
import { listProviders } from "@/server/auth/providers";
import { redirectUriOf } from "@/server/connections/redirect-uri";
import { listOpenInstanceAlerts } from "@/server/db/tokens/open-alerts";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import { listSealedUnderOtherKeys } from "@/server/db/tokens/sealed-rows";
import type { Deps } from "@/server/deps";

import { readiness } from "./readiness";

/** `wrong` does not work; `look` works less well than it could, or cannot be told from here. */
export type Finding = { readonly topic: string; readonly is: "good" | "look" | "wrong"; readonly says: string };

const good = (topic: string, says: string): Finding => ({ topic, is: "good", says });
const look = (topic: string, says: string): Finding => ({ topic, is: "look", says });
const wrong = (topic: string, says: string): Finding => ({ topic, is: "wrong", says });

/** Everything an operator sets up, looked at once. That the settings could be read at all is known by now. */
export async function checkSetup(deps: Deps): Promise<Finding[]> {
  const stored = await checkDatabase(deps);
  const providers = await Promise.all(providerFacts.map((facts) => checkProvider(deps, facts)));
  return [...stored, ...providers.flat(), ...(await checkSignIn(deps)), ...checkPush(deps)];
}

async function checkDatabase(deps: Deps): Promise<Finding[]> {
  const parts = await readiness(deps);
  if (!parts.database)
    return [
      wrong("Database", "It does not answer. Is PostgreSQL running, and is DATABASE_URL right? The log says more."),
    ];
  if (!parts.migrations)
    return [wrong("Database", "It answers, and its structure is older than this version: npm run db:migrate")];
  return [
    good("Database", "It answers, and its structure is that of this version."),
    parts.worker
      ? good("Background", "A worker or a timer is at work.")
      : look(
          "Background",
          "Nothing is synced by itself: start npm run worker, or let a timer call /api/cron/calendar-sync with CRON_SECRET as bearer token.",
        ),
    ...(parts.queue
      ? []
      : [look("Background", "Work is late. One more worker helps, or the log says what holds it up.")]),
    await checkKeys(deps),
    ...(await checkAlerts(deps)),
  ];
}

async function checkKeys({ db, seal }: Deps): Promise<Finding> {
  const [old] = await db.outsideWorkspace((tx) =>
    listSealedUnderOtherKeys(tx, { keyId: seal.keyId, after: null, limit: 1 }),
  );
  return old === undefined
    ? good("Keys", "Every stored secret is sealed under ENCRYPTION_KEY.")
    : look(
        "Keys",
        "Some stored secrets are sealed under an older key. Leave it in ENCRYPTION_KEYS_RETIRED until npm run keys:rotate has sealed them anew.",
      );
}

async function checkAlerts({ db }: Deps): Promise<Finding[]> {
  const alerts = await db.inWorkspace({ workspaceId: instanceWorkspaceId }, listOpenInstanceAlerts);
  return alerts.map(({ ruleId, subjectId, openedAt }) =>
    look("Alert", `${ruleId} about ${subjectId}, since ${openedAt.toISOString()}.`),
  );
}

const clientsOf = ({
  google,
  outlook,
}: Deps["env"]): Readonly<Record<string, { readonly clientId: string } | null>> => ({
  google,
  outlook,
});

async function checkProvider(deps: Deps, facts: ProviderFacts): Promise<Finding[]> {
  const { env } = deps;
  const { id, product, registration } = facts;
  if (env.sandboxUrl !== null)
    return [
      look(product, "Is played by the sandbox (PROVIDER_SANDBOX_URL): nothing real is connected."),
      ...(await ask(deps, facts)),
    ];
  const client = clientsOf(env)[id] ?? null;
  const prefix = id.toUpperCase();
  if (client === null)
    return [
      look(
        product,
        `Cannot be connected: ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET are not set. Register Daykeeper at ${registration.at}`,
      ),
    ];
  if (!registration.clientId.test(client.clientId))
    return [
      wrong(
        product,
        `${prefix}_CLIENT_ID does not look like one. It is ${registration.looksLike}; copy it from ${registration.at}`,
      ),
    ];
  return [
    look(
      product,
      `Make sure that this redirect address is registered at ${registration.at}\n    ${redirectUriOf(env, id)}`,
    ),
    ...(await ask(deps, facts)),
  ];
}

/** Asks with a token that nobody has: whoever refuses the token and not us knows us. */
async function ask(deps: Deps, { id, party, product }: ProviderFacts): Promise<Finding[]> {
  const oauth = (await deps.providers()).get(id)?.oauth;
  if (oauth === undefined) return [wrong(product, `${party} could not be asked: the stand-in does not answer.`)];
  const rules = { signal: AbortSignal.timeout(10_000), timeoutMs: 10_000, attempt: 1, onCall: () => undefined };
  try {
    await oauth.refresh(rules, new Secret("daykeeper-doctor"), null);
    return [];
  } catch (error) {
    if (!isProviderError(error)) throw error;
    const { kind, facts } = error;
    if (kind === "client_rejected" || kind === "project_misconfigured")
      return [
        wrong(
          product,
          `${party} does not accept the client id and secret (${facts.reason ?? kind}). A secret may have expired.`,
        ),
      ];
    if (kind === "grant_lost" || kind === "invalid_request")
      return [good(product, `${party} knows the client id and secret.`)];
    return [look(product, `${party} could not be asked (${kind}). Check the way out of this network, then try again.`)];
  }
}

/** Signing in is another address at the provider than connecting. */
async function checkSignIn(deps: Deps): Promise<Finding[]> {
  const { env } = deps;
  const ways = await listProviders(deps);
  if (ways.length === 0 && !env.demo)
    return [
      wrong(
        "Signing in",
        "Nobody can: no provider is set up. Only npm run admin:create makes a link that signs in once.",
      ),
    ];
  if (env.sandboxUrl !== null || ways.length === 0) return [];
  const addresses = ways.map(({ id }) => `    ${env.origin}/api/auth/callback/${id}`);
  return [look("Signing in", `Make sure that these redirect addresses are registered, too:\n${addresses.join("\n")}`)];
}

/** WHK-7. What would be gained is said where it is not to be had. */
function checkPush({ env: { origin, webhookOrigin, webhookPort } }: Deps): Finding[] {
  if (webhookOrigin === null)
    return [
      look(
        "Push",
        `Providers cannot reach ${origin}: changes are found by asking, after up to a quarter of an hour instead of a second. Set PUBLIC_URL or WEBHOOK_URL to a public https address.`,
      ),
    ];
  const told = good("Push", `Providers can tell of changes at ${webhookOrigin}.`);
  if (webhookPort !== null) return [told];
  return [
    told,
    look("Push", "Where much arrives, let the worker listen for it: WEBHOOK_PORT, described in docs/webhooks.md."),
  ];
}
