import type { CalendarProvider } from "@/core/ports/calendar-provider";

import type { Deps } from "../deps";
import type { CallTally } from "./call-tally";

/**
 * What shares a breaker and a bucket. A connection that cannot write may still read, and a token endpoint is another
 * service altogether.
 */
export type EndpointClass = "read" | "write" | "push" | "token";

/**
 * Whether an operation may be done twice.
 * `yes`: a read, or a write under a mark or a version, which makes no second event.
 * `unless_unknown`: not when the answer was lost, since then it may have happened.
 * `when_refused`: only when the other side said that it did nothing.
 */
export type Repeatable = "yes" | "unless_unknown" | "when_refused";

export type Operation = {
  /** The member of the port, such as `listChanges`. */
  readonly name: string;
  readonly endpointClass: EndpointClass;
  readonly repeatable: Repeatable;
};

/** For whom a provider is called. */
export type Place = {
  readonly workspaceId: string;
  /** Null while there is none: a code is exchanged before anybody is connected. */
  readonly connectionId: string | null;
  readonly tally?: CallTally;
  /** 0 in the background; whoever waits (1 and above) may also use the last tenth of the project's budget. */
  readonly priority?: number;
};

/** One operation of one provider for one connection. */
export type Setting = {
  readonly deps: Deps;
  readonly provider: CalendarProvider;
  readonly place: Place;
  readonly operation: Operation;
};
