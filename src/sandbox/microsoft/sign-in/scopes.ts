const prefix = "https://graph.microsoft.com/";

/** Delegated permissions the sandbox knows, and what the consent page says of them. */
export const SCOPE_TEXTS: Readonly<Record<string, string>> = {
  openid: "Sign you in",
  profile: "See your name and picture",
  email: "See your email address",
  offline_access: "Keep access to data you have given it access to",
  "User.Read": "Sign you in and read your profile",
  "Calendars.ReadBasic": "See when you are busy, without details",
  "Calendars.Read": "Read your calendars",
  "Calendars.ReadWrite": "Read and change your calendars",
  "Calendars.Read.Shared": "Read calendars you can open",
  "Calendars.ReadWrite.Shared": "Read and change calendars you can open",
  "MailboxSettings.Read": "Read your mailbox settings",
  "MailboxSettings.ReadWrite": "Read and change your mailbox settings",
};

const canonical = new Map(Object.keys(SCOPE_TEXTS).map((scope) => [scope.toLowerCase(), scope]));
const openIdScopes = new Set(["openid", "profile", "email", "offline_access"]);

export const ALL_SCOPES = [
  "openid",
  "profile",
  "email",
  "offline_access",
  "User.Read",
  "MailboxSettings.Read",
  "Calendars.ReadWrite",
];

export function isOpenIdScope(scope: string): boolean {
  return openIdScopes.has(scope);
}

/** Short names, each once, in the order asked for; null when one of them does not exist. */
export function readScopes(text: string): string[] | null {
  const found: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const short = word.toLowerCase().startsWith(prefix) ? word.slice(prefix.length) : word;
    if (short.toLowerCase() === ".default") {
      found.push("User.Read", "Calendars.ReadWrite", "MailboxSettings.Read");
      continue;
    }
    const known = canonical.get(short.toLowerCase());
    if (known === undefined) return null;
    found.push(known);
  }
  return [...new Set(found)];
}

/** What a token answer says was granted: offline_access is left out, as Microsoft does. */
export function writeScopes(scopes: readonly string[], form: "short" | "full"): string {
  const shown = scopes.filter((scope) => scope !== "offline_access");
  return shown.map((scope) => (form === "full" && !isOpenIdScope(scope) ? prefix + scope : scope)).join(" ");
}

const readEvents = [
  "Calendars.Read",
  "Calendars.ReadWrite",
  "Calendars.ReadBasic",
  "Calendars.Read.Shared",
  "Calendars.ReadWrite.Shared",
];
const writeEvents = ["Calendars.ReadWrite", "Calendars.ReadWrite.Shared"];

/** Which permissions open an operation: by its first word, then whether it writes. */
export function scopeOpens(scopes: readonly string[], operation: string): boolean {
  const needed = neededFor(operation);
  return needed.length === 0 || scopes.some((scope) => needed.includes(scope));
}

const reading = new Set([
  "events.list",
  "events.get",
  "events.instances",
  "events.view",
  "events.delta",
  "calendars.list",
  "calendars.get",
  "groups.list",
  "schedule.get",
  "times.find",
]);

function neededFor(operation: string): readonly string[] {
  if (operation.startsWith("subscriptions.") || operation === "batch.send" || operation === "ids.translate")
    return readEvents;
  if (operation === "mailbox.get" || operation === "zones.list")
    return ["MailboxSettings.Read", "MailboxSettings.ReadWrite", ...readEvents];
  if (operation === "me.get") return ["User.Read", "openid", "profile", ...readEvents];
  return reading.has(operation) ? readEvents : writeEvents;
}
