import { defaultLocale, type Locale } from "@/lib/i18n/locales";
import { hashToken, isToken, type RandomBytes } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { createPerson, findIdentity, linkIdentity, type Identity } from "@/server/db/people/identities";
import { findOpenInvitation } from "@/server/db/people/invitations";
import { findSession } from "@/server/db/people/sessions";
import { listDemoPeople } from "@/server/db/people/users";
import { createWorkspace } from "@/server/db/people/workspaces";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { email as emailInput, line } from "@/server/people/inputs";
import { recordAudit } from "@/server/people/audit-log";

import { claims as claimsShape, provesAddress, type Claims } from "./claims";

/** Why somebody whom a provider knows is not let in. The sign-in page has a sentence for each. */
export type SignInRefusal = "not_invited" | "account_exists" | "account_disabled" | "address_not_proven";

export type Resolved = { readonly userId: string } | { readonly refused: SignInRefusal };

export type Browser = {
  /** The session this browser has at the moment, if any. */
  readonly sessionToken: Secret | null;
  /** The invitation it has looked at, if any. */
  readonly inviteToken: string | null;
  /** What a new person reads, until they choose in their profile. */
  readonly locale?: Locale;
};

type Arriving = { readonly identity: Identity; readonly email: string; readonly name: string };

function readName(given: Claims, email: string): string {
  const named = line(120).safeParse(given.name);
  return named.success ? named.data : email.slice(0, email.indexOf("@"));
}

/**
 * Somebody who came in by a one-time link, and now signs in with a provider that vouches for the same address, in the
 * same browser: three proofs. From then on the provider's account is theirs, and the link is not needed again.
 */
async function linkToSession(
  tx: Tx,
  { arriving, browser, now }: { arriving: Arriving; browser: Browser; now: Date },
): Promise<string | null> {
  if (browser.sessionToken === null) return null;
  const session = await findSession(tx, hashToken(browser.sessionToken), now);
  if (session === null || session.method !== "once" || session.user.email !== arriving.email) return null;
  const outcome = await linkIdentity(tx, { userId: session.user.id, identity: arriving.identity }, now);
  if (outcome === "taken") return null;
  await recordAudit(tx, {
    workspaceId: session.workspace?.id ?? null,
    actor: { kind: "person", id: session.user.id },
    action: "identity.linked",
    detail: { issuer: arriving.identity.issuer },
  });
  return session.user.id;
}

async function isInvited(
  tx: Tx,
  { arriving, browser, now }: { arriving: Arriving; browser: Browser; now: Date },
): Promise<boolean> {
  if (browser.inviteToken === null || !isToken(browser.inviteToken)) return false;
  const invitation = await findOpenInvitation(tx, hashToken(new Secret(browser.inviteToken)), now);
  return invitation?.email === arriving.email;
}

function slugFor(name: string, random: RandomBytes): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${plain === "" ? "workspace" : plain}-${Buffer.from(random(3)).toString("hex")}`;
}

async function signUp(
  tx: Tx,
  arriving: Arriving,
  { deps, invited, locale }: { deps: Deps; invited: boolean; locale: Locale },
): Promise<Resolved> {
  const now = deps.now();
  const made = await createPerson(
    tx,
    { ...arriving.identity, email: arriving.email, name: arriving.name, locale, timeZone: "UTC", isDemo: false },
    now,
  );
  // There is an account with that address, and an address proves nothing about who owns it (S4, S31).
  if (made.outcome === "email_taken")
    return (await becomeDemoPerson(tx, arriving, deps)) ?? { refused: "account_exists" };
  await recordAudit(tx, {
    workspaceId: null,
    actor: { kind: "person", id: made.userId },
    action: "person.created",
    subject: { kind: "person", id: made.userId },
    detail: { invited },
  });
  if (!invited) {
    const name = `${arriving.name}'s workspace`.slice(0, 80);
    const workspaceId = await createWorkspace(
      tx,
      { userId: made.userId, name, slug: slugFor(arriving.name, deps.random) },
      now,
    );
    await recordAudit(tx, {
      workspaceId,
      actor: { kind: "person", id: made.userId },
      action: "workspace.created",
      subject: { kind: "workspace", id: workspaceId },
    });
  }
  return { userId: made.userId };
}

/** In a demo anybody becomes any demo person by a click; at the sandbox they find the account of the same name. */
async function becomeDemoPerson(tx: Tx, { identity, email }: Arriving, { env, now }: Deps): Promise<Resolved | null> {
  if (!env.demo || env.sandboxUrl === null) return null;
  const person = (await listDemoPeople(tx)).find((one) => one.email === email);
  if (person === undefined) return null;
  await linkIdentity(tx, { userId: person.user_id, identity }, now());
  return { userId: person.user_id };
}

type Question = { readonly given: unknown; readonly trustsTenant: boolean; readonly browser: Browser };

/**
 * Which of our people a provider's answer is about. Issuer and subject identify; an address never does. Nobody is
 * joined to an account that exists, whatever address the provider reports.
 */
export async function resolveIdentity(
  tx: Tx,
  { given, trustsTenant, browser }: Question,
  deps: Deps,
): Promise<Resolved> {
  const said = claimsShape.parse(given);
  const identity = { issuer: said.iss, subject: said.sub };
  const known = await findIdentity(tx, identity);
  if (known !== null) return known.isDisabled ? { refused: "account_disabled" } : { userId: known.userId };

  const address = emailInput.safeParse(said.email);
  if (!address.success || !provesAddress(said, trustsTenant)) return { refused: "address_not_proven" };
  const arriving = { identity, email: address.data, name: readName(said, address.data) };
  const now = deps.now();
  const linked = await linkToSession(tx, { arriving, browser, now });
  if (linked !== null) return { userId: linked };
  const invited = await isInvited(tx, { arriving, browser, now });
  if (!invited && deps.env.signUp === "invited") return { refused: "not_invited" };
  return signUp(tx, arriving, { deps, invited, locale: browser.locale ?? defaultLocale });
}
