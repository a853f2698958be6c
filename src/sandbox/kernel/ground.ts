import type { FaultRules } from "../faults/rules";
import type { World } from "../world/world";
import type { VirtualClock } from "./clock";
import type { Courier } from "./courier";
import type { Ids } from "./ids";
import type { Ledger } from "./ledger";
import type { Random } from "./random";
import type { Switches } from "./switches";
import type { Vault } from "./vault";

/** What every provider stands on. */
export interface Ground {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ids: Ids;
  readonly world: World;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly faults: FaultRules;
  readonly courier: Courier;
  /** Behaviours the documentation leaves open or that a test wants otherwise; read at each use. */
  readonly switches: Switches;
}
