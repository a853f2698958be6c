import type { Ground } from "../kernel/ground";
import type { Provider, ProviderId } from "../kernel/provider";
import type { Random } from "../kernel/random";
import { openMailbox } from "./mailbox";
import { COMPANIES, TEAM } from "./team";

/** Fills the world with the sales team of `team.ts`, around the present of the virtual clock. */
export function seedTeam(
  ground: Ground,
  plugs: ReadonlyMap<ProviderId, { readonly provider: Provider }>,
  _random: Random,
): void {
  for (const company of COMPANIES) ground.world.addCompany(company);
  for (const person of TEAM) {
    const plug = plugs.get(person.provider);
    if (plug) openMailbox(ground.world, plug.provider, person);
  }
}
