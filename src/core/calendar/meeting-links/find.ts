import { findAddresses } from "./addresses";
import { matchAddress, type Match } from "./match";

export type MeetingLink = Match & { readonly foundIn: "conference" | "location" | "description" };
export type LinkSources = {
  /** The provider's own conference fields, the best first. */
  readonly structured: readonly string[];
  readonly location: string;
  readonly description: string;
};

/** Addresses of known hosts that are read before a text is given up: somebody may write a thousand of them. */
const patience = 64;

/** The address that joins the meeting, from where it is most likely meant: conference, location, description. */
export function findMeetingLink({ structured, location, description }: LinkSources): MeetingLink | null {
  for (const address of structured.slice(0, patience)) {
    const match = matchAddress(address);
    if (match) return { ...match, foundIn: "conference" };
  }
  const inLocation = findInText(location);
  if (inLocation) return { ...inLocation, foundIn: "location" };
  const inDescription = findInText(description);
  return inDescription && { ...inDescription, foundIn: "description" };
}

/** What a link points to counts before what its text says. */
function findInText(text: string): Match | null {
  let written: Match | null = null;
  let read = 0;
  for (const { address, isLink } of findAddresses(text)) {
    if ((read += 1) > patience) break;
    if (!isLink && written) continue;
    const match = matchAddress(address);
    if (match && isLink) return match;
    written ??= match;
  }
  return written;
}
