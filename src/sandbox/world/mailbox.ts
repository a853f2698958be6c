import type { Ground } from "../kernel/ground";
import type { Naming, Provider } from "../kernel/provider";
import type { Account, AccountFacts } from "./account";
import type { Calendar } from "./calendar";
import { createEvent } from "./person-edits";
import { atInstant } from "./when";
import type { World } from "./world";

export type NewMailbox = Omit<AccountFacts, "id" | "provider"> & { readonly id?: string };

/** A new account at a provider with its primary calendar. */
export function openMailbox(world: World, provider: Pick<Provider, "id" | "naming">, facts: NewMailbox): Account {
  const account = world.addAccount({ ...facts, id: facts.id ?? provider.naming.accountId(), provider: provider.id });
  world.addCalendar({
    id: provider.naming.calendarId(account, true),
    ownerId: account.id,
    name: provider.id === "google" ? account.email : "Calendar",
    zone: facts.zone,
    primary: true,
  });
  return account;
}

const TOPICS = ["Call", "Demo", "Follow-up", "Pipeline review", "Contract", "Onboarding", "Planning"] as const;
const HALF_HOUR_MS = 1_800_000;

/** Adds many single events around now: for load, not for looks. */
export function fillCalendar(ground: Ground, target: { calendar: Calendar; naming: Naming }, count: number): void {
  const { clock, random, world } = ground;
  const base = Math.floor(clock.now() / 86_400_000) * 86_400_000;
  for (let index = 0; index < count; index++) {
    const day = random.below(210) - 30;
    const start = base + day * 86_400_000 + (16 + random.below(20)) * HALF_HOUR_MS;
    createEvent(world, target, {
      summary: `${random.pick(TOPICS)} ${index + 1}`,
      start: atInstant(start, target.calendar.zone),
      end: atInstant(start + HALF_HOUR_MS * (1 + random.below(3)), target.calendar.zone),
    });
  }
}
