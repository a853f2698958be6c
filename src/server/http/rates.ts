/** A bucket holds `capacity` requests and refills by `perSecond`: bursts up to the one, the other in the long run. */
export type Rate = { readonly capacity: number; readonly perSecond: number };

/** What a route costs whoever calls it. */
export const rates = {
  /** Looking at something. */
  read: { capacity: 240, perSecond: 8 },
  /** Changing something. */
  write: { capacity: 60, perSecond: 1 },
  /** Showing a secret: links, invitations, sign-in. The secrets cannot be guessed; the limit keeps guessing cheap for us. */
  secret: { capacity: 30, perSecond: 0.5 },
  /** Booking: it sends invitations to whoever is named. */
  book: { capacity: 30, perSecond: 0.5 },
  /** What browsers report by themselves. */
  report: { capacity: 60, perSecond: 0.5 },
  /** Machines that watch us, many times a minute and without a name. Answered from memory, so not counted. */
  probe: null,
} as const satisfies Record<string, Rate | null>;

export type RateClass = keyof typeof rates;

/** Beyond the class: all a person's or key's workspace may ask, and all that may come from one address (an office). */
export const perWorkspace: Rate = { capacity: 2_400, perSecond: 40 };
export const perAddress: Rate = { capacity: 1_200, perSecond: 20 };
/** All who hold one and the same link of a booking, whatever they do with it. */
export const perLink: Rate = { capacity: 30, perSecond: 0.5 };
/** For those without a name, the class counts per address. */

/** A demo listens on this machine only, where everybody shares one address: tests and curious people click fast. */
export const demoFactor = 20;
