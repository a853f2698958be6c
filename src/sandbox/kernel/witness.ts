import type { Reply } from "./reply";
import type { ProviderId } from "./provider";
import type { Parcel } from "./courier";

/** An answer as it was meant, before a fault bent it, and what it answers. The parts of a batch come one by one. */
export interface Exchange {
  readonly provider: ProviderId;
  readonly method: string;
  readonly target: string;
  readonly reply: Reply;
}

/** Sees all that leaves the sandbox, whoever asked and by whatever client. Tests hold it against the official descriptions. */
export interface Witness {
  answered(exchange: Exchange): void;
  delivering(parcel: Parcel): void;
}
