import type { ProviderId } from "../kernel/provider";
import type { Company } from "./account";

export const COMPANIES: readonly Company[] = [
  { id: "meridian", name: "Meridian", domain: "meridian.example" },
  { id: "halden", name: "Halden Works", domain: "halden.example" },
];

/** Trouble an account is born with, so that a client's bad paths show without setting anything up. */
export type TroubleName = "revoked" | "partial-scopes" | "rate-limited" | "dead-channel" | "huge-calendar";

export const TROUBLES: Readonly<Record<TroubleName, string>> = {
  revoked: "Consent works, but every refresh is refused: the grant is gone.",
  "partial-scopes": "The organisation withholds free/busy: a consent grants the rest only.",
  "rate-limited": "Every second call on events is refused with 429.",
  "dead-channel": "Push channels open and then stay silent.",
  "huge-calendar": "One calendar of 20,000 events.",
};

export interface TeamMember {
  readonly provider: ProviderId;
  readonly email: string;
  readonly name: string;
  readonly companyId: string;
  readonly zone: string;
  readonly locale: string;
  readonly troubleName?: TroubleName;
}

const meridian = { companyId: "meridian", locale: "en" } as const;
const halden = { companyId: "halden", locale: "en" } as const;

/** Twelve people who sell, at two companies, in five time zones. */
export const TEAM: readonly TeamMember[] = [
  { ...meridian, provider: "google", email: "alice@meridian.example", name: "Alice Moreau", zone: "Europe/Berlin" },
  {
    ...meridian,
    provider: "google",
    email: "mara.lindqvist@meridian.example",
    name: "Mara Lindqvist",
    zone: "Europe/Berlin",
  },
  {
    ...meridian,
    provider: "google",
    email: "t.wrona@meridian.example",
    name: "Tomasz Wrona",
    zone: "Europe/Berlin",
    troubleName: "revoked",
  },
  {
    ...meridian,
    provider: "google",
    email: "priya.raman@meridian.example",
    name: "Priya Raman",
    zone: "Asia/Kolkata",
    troubleName: "partial-scopes",
  },
  {
    ...meridian,
    provider: "microsoft",
    email: "bob@meridian.example",
    name: "Bob Castellan",
    zone: "America/New_York",
  },
  {
    ...meridian,
    provider: "microsoft",
    email: "jonas.okafor@meridian.example",
    name: "Jonas Okafor",
    zone: "Europe/London",
    troubleName: "dead-channel",
  },
  {
    ...meridian,
    provider: "microsoft",
    email: "aiko.brandt@meridian.example",
    name: "Aiko Brandt",
    zone: "America/Los_Angeles",
  },
  { ...halden, provider: "google", email: "mallory@halden.example", name: "Mallory Voss", zone: "America/New_York" },
  {
    ...halden,
    provider: "google",
    email: "lena.fischer@halden.example",
    name: "Lena Fischer",
    zone: "Europe/Berlin",
    troubleName: "rate-limited",
  },
  {
    ...halden,
    provider: "google",
    email: "oskar.nyberg@halden.example",
    name: "Oskar Nyberg",
    zone: "Europe/London",
    troubleName: "huge-calendar",
  },
  { ...halden, provider: "microsoft", email: "samuel@halden.example", name: "Samuel Adeyemi", zone: "Europe/London" },
  { ...halden, provider: "microsoft", email: "ines.duarte@halden.example", name: "Ines Duarte", zone: "Europe/London" },
];

export interface Outsider {
  readonly email: string;
  readonly name: string;
}

export const OUTSIDERS: readonly Outsider[] = [
  { email: "pavel@northwind.example", name: "Pavel Novák" },
  { email: "aiko@kestrel.example", name: "Aiko Tan" },
  { email: "j.osei@baltic-freight.example", name: "Josephine Oséi" },
];

/** Invitations as other systems write them: where the link is and what it looks like differs on purpose. */
export const MEETING_LINKS: readonly {
  readonly service: string;
  readonly location: string | null;
  readonly text: string;
}[] = [
  { service: "Zoom", location: "https://northwind.zoom.us/j/93412345678?pwd=Q1dF", text: "Join Zoom Meeting" },
  {
    service: "Teams",
    location: "Microsoft Teams Meeting",
    text: '<a href="https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZmFrZQ%40thread.v2/0?context=%7b%22Tid%22%3a%22none%22%7d">Join</a> <a href="https://teams.microsoft.com/meetingOptions/?x=1">Options</a>',
  },
  { service: "Webex", location: "https://kestrel.webex.com/kestrel/j.php?MTID=m0123456789abcdef", text: "" },
  { service: "Whereby", location: null, text: "We meet at https://whereby.com/kestrel-deals." },
  { service: "Jitsi", location: "https://meet.jit.si/BalticFreightReview", text: "" },
  { service: "GoTo", location: null, text: "Join: https://meet.goto.com/123456789 (code in the mail)" },
  { service: "Chime", location: "https://chime.aws/1234567890", text: "" },
  {
    service: "Zoom behind a link guard",
    location: null,
    text: '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F81234567890%3Fpwd%3Dabc&amp;data=05">Join</a>',
  },
];
