import type { defects } from "./defects";

/** A seed that shows it soon: what `npm test` plants. `npm run prove` plants all of them, and counts from the first seed. */
export const firstShown: Readonly<Partial<Record<keyof typeof defects, number>>> = {
  "follows the first page only": 2,
  "skips one at the edge of a page": 2,
  "does not hear that an event was removed": 2,
  "does not hear that a series was replaced": 9,
  "takes an error for an empty page": 1,
  "drops the rotated refresh token": 27,
  "asks to reconnect whenever a refresh fails": 48,
  "gives up a calendar at a rate limit": 6,
  "keeps what was removed": 2,
  "keeps what left the window": 76,
  "does not keep the new version of an unchanged event": 3,
  "does not store a page but goes on after it": 1,
  "deletes a lot without asking": 3,
  "asks as often as it likes": 18,
  "does not count connections by their state": 2,
  "takes whoever cannot be asked for free": 5,
  "takes a refused event for made": 19,
  "acknowledges what it does not keep": 1,
  "looks after no channel": 1,
  "does not close the channel that it replaced": 1,
  "does not know when a channel ends": 15,
};
