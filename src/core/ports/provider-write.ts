import type { EventTimes, RemoteEvent, ShownAs, Visibility } from "../calendar/event";
import type { CalendarCall } from "./provider-call";

export type EventDraft = {
  readonly title: string;
  readonly location: string;
  readonly description: string;
  readonly times: EventTimes;
  readonly attendees: readonly { readonly email: string; readonly name: string | null; readonly isOptional: boolean }[];
  readonly shownAs: ShownAs;
  readonly visibility: Visibility;
  /** Asks the provider for a meeting of its own, such as Meet or Teams. */
  readonly withConference: boolean;
};

export type EventSave =
  | {
      readonly kind: "create";
      /** 32 hex digits, chosen before the first try. Saving again with the same mark never makes a second event. */
      readonly mark: string;
      readonly draft: EventDraft;
    }
  | {
      readonly kind: "change";
      readonly remoteId: string;
      /** Fails with `version_conflict` when the event has another one; null writes over whatever is there. */
      readonly ifVersion: string | null;
      /** Only what changes; a list of attendees replaces the whole list. */
      readonly changes: Partial<EventDraft>;
    };

export type EventRemoval = { readonly remoteId: string; readonly ifVersion: string | null };
/** Whether the provider mails the attendees. */
export type Notify = "everybody" | "nobody";

export interface WritePort {
  /** The event as the provider has it now. A conference may still be missing: it is made a moment later. */
  saveEvent(call: CalendarCall, save: EventSave, notify: Notify): Promise<RemoteEvent>;
  /** Fails with `already_gone` when it is. */
  removeEvent(call: CalendarCall, removal: EventRemoval, notify: Notify): Promise<void>;
}
