/** Which scopes open which operation (fact sheet 1.7). Full names of calendar scopes start with the prefix. */
const PREFIX = "https://www.googleapis.com/auth/";

const READ_EVENTS = [
  "calendar",
  "calendar.readonly",
  "calendar.events",
  "calendar.events.readonly",
  "calendar.events.freebusy",
  "calendar.events.owned",
  "calendar.events.owned.readonly",
  "calendar.events.public.readonly",
  "calendar.app.created",
];
const WRITE_EVENTS = ["calendar", "calendar.events", "calendar.events.owned", "calendar.app.created"];
const READ_LIST = ["calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly"];
const WRITE_LIST = ["calendar", "calendar.calendarlist"];
const READ_CALENDARS = [
  "calendar",
  "calendar.readonly",
  "calendar.calendars",
  "calendar.calendars.readonly",
  "calendar.app.created",
];
const WRITE_CALENDARS = ["calendar", "calendar.calendars", "calendar.app.created"];
const READ_ACL = ["calendar", "calendar.readonly", "calendar.acls", "calendar.acls.readonly"];
const READ_SETTINGS = ["calendar", "calendar.readonly", "calendar.settings.readonly"];
const ANY = [
  ...new Set([...READ_EVENTS, ...READ_LIST, ...READ_CALENDARS, ...READ_ACL, ...READ_SETTINGS, "calendar.freebusy"]),
];

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "events.list": READ_EVENTS,
  "events.get": READ_EVENTS,
  "events.instances": READ_EVENTS,
  "events.watch": READ_EVENTS,
  "events.insert": WRITE_EVENTS,
  "events.update": WRITE_EVENTS,
  "events.patch": WRITE_EVENTS,
  "events.delete": WRITE_EVENTS,
  "events.import": WRITE_EVENTS,
  "events.quickAdd": WRITE_EVENTS,
  "events.move": ["calendar", "calendar.events", "calendar.events.owned"],
  "calendarList.list": READ_LIST,
  "calendarList.get": READ_LIST,
  "calendarList.watch": READ_LIST,
  "calendarList.insert": WRITE_LIST,
  "calendarList.update": WRITE_LIST,
  "calendarList.patch": WRITE_LIST,
  "calendarList.delete": WRITE_LIST,
  "calendars.get": READ_CALENDARS,
  "calendars.insert": WRITE_CALENDARS,
  "calendars.update": WRITE_CALENDARS,
  "calendars.patch": WRITE_CALENDARS,
  "calendars.delete": WRITE_CALENDARS,
  "calendars.clear": ["calendar", "calendar.calendars"],
  "acl.list": READ_ACL,
  "acl.get": READ_ACL,
  "acl.insert": ["calendar", "calendar.acls"],
  "acl.update": ["calendar", "calendar.acls"],
  "acl.patch": ["calendar", "calendar.acls"],
  "acl.delete": ["calendar", "calendar.acls"],
  "freebusy.query": ["calendar", "calendar.readonly", "calendar.events.freebusy", "calendar.freebusy"],
  "acl.watch": READ_ACL,
  "settings.watch": READ_SETTINGS,
  "settings.list": READ_SETTINGS,
  "settings.get": READ_SETTINGS,
  "colors.get": ANY,
  "channels.stop": ANY,
};

/** Scopes a consent page may offer: full name and what it says to a person. */
export const SCOPE_TEXTS: Readonly<Record<string, string>> = {
  openid: "Know who you are on Google",
  email: "See your email address",
  profile: "See your name and picture",
  [`${PREFIX}userinfo.email`]: "See your email address",
  [`${PREFIX}userinfo.profile`]: "See your name and picture",
  [`${PREFIX}calendar`]: "See, change, share and permanently delete all your calendars",
  [`${PREFIX}calendar.readonly`]: "See all your calendars",
  [`${PREFIX}calendar.events`]: "See and change events on all your calendars",
  [`${PREFIX}calendar.events.readonly`]: "See events on all your calendars",
  [`${PREFIX}calendar.events.owned`]: "See and change events on calendars you own",
  [`${PREFIX}calendar.events.owned.readonly`]: "See events on calendars you own",
  [`${PREFIX}calendar.events.freebusy`]: "See when you are free or busy",
  [`${PREFIX}calendar.freebusy`]: "See when you are free or busy",
  [`${PREFIX}calendar.calendarlist`]: "See and change the list of your calendars",
  [`${PREFIX}calendar.calendarlist.readonly`]: "See the list of your calendars",
  [`${PREFIX}calendar.calendars`]: "See and change the names and zones of your calendars",
  [`${PREFIX}calendar.calendars.readonly`]: "See the names and zones of your calendars",
  [`${PREFIX}calendar.app.created`]: "Make calendars of its own and manage events on them",
  [`${PREFIX}calendar.events.public.readonly`]: "See events on public calendars",
  [`${PREFIX}calendar.acls`]: "See and change who shares your calendars",
  [`${PREFIX}calendar.acls.readonly`]: "See who shares your calendars",
  [`${PREFIX}calendar.settings.readonly`]: "See your calendar settings",
};

const SIGN_IN = new Set(["openid", "email", "profile", `${PREFIX}userinfo.email`, `${PREFIX}userinfo.profile`]);

export const ALL_CALENDAR_SCOPES = [`${PREFIX}calendar`];

export function isSignInScope(scope: string): boolean {
  return SIGN_IN.has(scope);
}

/** The granted names: Google answers with the long form of the two short sign-in scopes. */
export function canonicalScope(scope: string): string {
  if (scope === "email" || scope === "profile") return `${PREFIX}userinfo.${scope}`;
  return scope;
}

export function scopeOpens(scopes: readonly string[], operation: string): boolean {
  const needed = NEEDED[operation] ?? [];
  return scopes.some((scope) => scope.startsWith(PREFIX) && needed.includes(scope.slice(PREFIX.length)));
}

/** Of event scopes that reach less than every calendar or every detail, what is left of an operation. */
export function reachOf(scopes: readonly string[]): { readonly ownedOnly: boolean; readonly freeBusyOnly: boolean } {
  const own = scopes.filter((scope) => scope.startsWith(PREFIX)).map((scope) => scope.slice(PREFIX.length));
  const full = ["calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly"];
  if (own.some((scope) => full.includes(scope))) return { ownedOnly: false, freeBusyOnly: false };
  const owned = own.some((scope) => scope.startsWith("calendar.events.owned") || scope === "calendar.app.created");
  return { ownedOnly: owned, freeBusyOnly: !owned };
}

/** Granular consent (1.6): tick boxes come when more than one thing beyond sign-in, or sign-in and one, is asked. */
export function isGranular(scopes: readonly string[]): boolean {
  const other = scopes.filter((scope) => !isSignInScope(scope)).length;
  return other >= 2 || (other === 1 && scopes.length > 1);
}
