import type { FaultName } from "../faults/catalog";
import type { Ground } from "../kernel/ground";
import type { Provider, ProviderId } from "../kernel/provider";
import type { Random } from "../kernel/random";
import type { Account } from "./account";
import { fillCalendar, openMailbox } from "./mailbox";
import { Diary } from "./seed-events";
import { COMPANIES, TEAM, TROUBLES, type TeamMember, type TroubleName } from "./team";

export type Plugs = ReadonlyMap<ProviderId, { readonly provider: Provider }>;

const HUGE = 20_000;

/** Fills the world with the sales team of `team.ts`, around the present of the virtual clock. */
export function seedTeam(ground: Ground, plugs: Plugs, random: Random): void {
  for (const company of COMPANIES) ground.world.addCompany(company);
  const people = TEAM.flatMap((member) => {
    const plug = plugs.get(member.provider);
    return plug ? [{ member, account: open(ground, plug.provider, member), naming: plug.provider.naming }] : [];
  });
  const diary = new Diary(ground, people, random);
  diary.shareCalendars();
  diary.meetAsTeams();
  for (const person of people) diary.fillDays(person);
  diary.inviteFromOutside();
  for (const { member, account, naming } of people) {
    if (member.troubleName === undefined) continue;
    if (member.troubleName === "huge-calendar") {
      const archive = ground.world.addCalendar({
        id: naming.calendarId(account, false),
        ownerId: account.id,
        name: "Archive",
        zone: member.zone,
      });
      fillCalendar(ground, { calendar: archive, naming }, HUGE);
    } else bringTrouble(ground, account, member.troubleName);
  }
}

function open(ground: Ground, provider: Provider, member: TeamMember): Account {
  const { troubleName, provider: _id, ...facts } = member;
  return openMailbox(ground.world, provider, {
    ...facts,
    ...(troubleName === undefined ? {} : { trouble: TROUBLES[troubleName] }),
  });
}

const FREE_BUSY = ["calendar.freebusy", "calendar.events.freebusy"].map(
  (name) => `https://www.googleapis.com/auth/${name}`,
);

function bringTrouble(ground: Ground, account: Account, trouble: TroubleName): void {
  const rule = (
    fault: FaultName,
    more: { operation?: string; probability?: number; params?: Record<string, unknown> },
  ): void => {
    ground.faults.add({ fault, provider: account.facts.provider, account: account.id, ...more });
  };
  if (trouble === "revoked") rule("status", { operation: "oauth.refresh", params: { error: "invalid_grant" } });
  if (trouble === "rate-limited")
    rule("rate-limited", { operation: "events.*", probability: 0.5, params: { seconds: 20 } });
  if (trouble === "dead-channel") rule("push-mute", {});
  if (trouble === "partial-scopes") account.extra = { ...account.extra, withheldScopes: FREE_BUSY };
}
