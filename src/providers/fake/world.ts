import type { ProviderErrorKind } from "@/core/errors/kinds";
import { sleepFor, type Sleep } from "@/lib/sleep";
import { FakeCalendar, type FakeEdit } from "./calendar-store";
import { FakeSignIn, type Rotation } from "./sign-in";

export type FakeFault = {
  /** The port's member, such as `listChanges`; all of them when left out. */
  readonly operation?: string;
  /** Only calls for this account. */
  readonly email?: string;
  readonly is:
    | { readonly kind: ProviderErrorKind; readonly retryAfterMs?: number }
    /** Never answers. */
    | "silence"
    /** Does the work and loses the answer. */
    | "lost_answer"
    | "page_circle"
    /** Answers a full listing as if there were nothing. */
    | "empty_listing";
  /** How often it strikes; for ever when left out. */
  readonly count?: number;
  /** From then on it is over. */
  readonly until?: Date;
};
export type FakeOptions = {
  readonly now: () => Date;
  /** "token": deltas know no window and name what ceased to exist. "link": bound to a window, whole series, rows twice. */
  readonly style?: "token" | "link";
  readonly pageSize?: number;
  readonly rotation?: Rotation;
  /** How a silence passes. */
  readonly sleep?: Sleep;
  /** Called between the work and its answer: where a simulation lets time pass, or ends the process. */
  readonly beforeAnswer?: (operation: string) => Promise<void>;
};
export type FakeChannel = {
  readonly id: string;
  readonly remoteCalendarId: string;
  readonly url: string;
  readonly secret: string;
  readonly expiresAt: Date;
};
export type FakeParcel = { readonly url: string; readonly body: string };

/** Everything outside: accounts, their calendars, what goes wrong. One world serves any number of providers. */
export class FakeWorld {
  readonly options: Required<Omit<FakeOptions, "beforeAnswer">> & Pick<FakeOptions, "beforeAnswer">;
  readonly calendars = new Map<string, FakeCalendar>();
  readonly channels = new Map<string, FakeChannel>();
  readonly signIn: FakeSignIn;
  /** How often each calendar was said to be empty although it was not. */
  readonly lied = new Map<string, number>();
  /** Where notices go. */
  deliver: (parcel: FakeParcel) => void = () => undefined;
  #faults: { fault: FakeFault; left: number }[] = [];
  #notices = 0;

  constructor(options: FakeOptions) {
    this.options = { style: "token", pageSize: 250, rotation: "soft", sleep: sleepFor, ...options };
    this.signIn = new FakeSignIn(options.now, this.options.rotation);
  }

  addAccount(email: string, zone: string): { readonly remoteCalendarId: string } {
    const remoteCalendarId = `${email}/calendar`;
    this.signIn.addAccount(email);
    this.calendars.set(
      remoteCalendarId,
      new FakeCalendar({ id: remoteCalendarId, ownerEmail: email, zone, now: this.options.now }),
    );
    return { remoteCalendarId };
  }

  edit(remoteCalendarId: string, edit: FakeEdit): { readonly id: string } {
    const calendar = this.calendars.get(remoteCalendarId);
    if (calendar === undefined) throw new Error(`no calendar ${remoteCalendarId}`);
    const made = calendar.apply(edit);
    this.announce(calendar);
    return made;
  }

  /** Tells every open channel of the calendar that something changed, and not what. */
  announce({ id }: FakeCalendar): void {
    for (const channel of this.channels.values()) {
      if (channel.remoteCalendarId !== id || channel.expiresAt <= this.options.now()) continue;
      this.#notices += 1;
      const notice = { channel: channel.id, secret: channel.secret, what: "changed", number: this.#notices };
      this.deliver({ url: channel.url, body: JSON.stringify({ value: [notice] }) });
    }
  }

  play(fault: FakeFault): void {
    this.#faults.push({ fault, left: fault.count ?? Infinity });
  }

  mend(): void {
    this.#faults = [];
  }

  /** What goes wrong with a call that shows this token. */
  strike(operation: string, token: string | null): FakeFault["is"] | null {
    const email = token === null ? null : this.signIn.ownerOf(token);
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.operation ?? operation) === operation &&
        (fault.email ?? email) === email &&
        (fault.until === undefined || this.options.now() < fault.until),
    );
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault.is;
  }

  expireCursors(): void {
    for (const calendar of this.calendars.values()) calendar.epoch += 1;
  }
}
