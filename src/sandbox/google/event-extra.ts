import type { BodyContext } from "./event-body";
import { failInvalid } from "./errors";
import type { Json } from "./render-event";

type Check = (value: unknown, name: string) => unknown;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textValue: Check = (value, name) => (typeof value === "string" ? value : failInvalid(name));
const truth: Check = (value, name) => (typeof value === "boolean" ? value : failInvalid(name));

/** An object of which only the named members count; everything else is dropped, wrong kinds are refused. */
function shape(members: Readonly<Record<string, Check>>): Check {
  return (value, name) => {
    if (!isObject(value)) return failInvalid(name);
    const out: Json = {};
    for (const [member, check] of Object.entries(members)) {
      const inner = value[member];
      if (inner !== undefined && inner !== null) out[member] = check(inner, `${name}.${member}`);
    }
    return out;
  };
}

function listOf(check: Check, most: number): Check {
  return (value, name) => {
    if (!Array.isArray(value) || value.length > most) return failInvalid(name);
    return value.map((inner) => check(inner, name));
  };
}

function one(values: readonly string[]): Check {
  return (value, name) => (values.includes(String(value)) ? value : failInvalid(name));
}

const minutes: Check = (value, name) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 40_320 ? value : failInvalid(name);

const properties: Check = (value, name) => {
  if (!isObject(value)) return failInvalid(name);
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  if (entries.length > 300) return failInvalid(name, "Too many extended properties.");
  for (const [key, inner] of entries) {
    if (key.length > 44 || typeof inner !== "string" || inner.length > 1_024)
      return failInvalid(name, "Extended property too long.");
  }
  return Object.fromEntries(entries);
};

const declineMode = one(["declineNone", "declineAllConflictingInvitations", "declineOnlyNewConflictingInvitations"]);

const FIELDS: Readonly<Record<string, Check>> = {
  colorId: (value, name) => (/^\d{1,2}$/.test(String(value)) ? String(value) : failInvalid(name)),
  guestsCanInviteOthers: truth,
  guestsCanModify: truth,
  guestsCanSeeOtherGuests: truth,
  anyoneCanAddSelf: truth,
  endTimeUnspecified: truth,
  attendeesOmitted: truth,
  extendedProperties: shape({ private: properties, shared: properties }),
  source: shape({ title: textValue, url: textValue }),
  reminders: shape({
    useDefault: truth,
    overrides: listOf(shape({ method: one(["email", "popup"]), minutes }), 5),
  }),
  outOfOfficeProperties: shape({ autoDeclineMode: declineMode, declineMessage: textValue }),
  focusTimeProperties: shape({
    autoDeclineMode: declineMode,
    declineMessage: textValue,
    chatStatus: one(["available", "doNotDisturb"]),
  }),
  workingLocationProperties: shape({
    type: one(["homeOffice", "officeLocation", "customLocation"]),
    homeOffice: (value) => (isObject(value) ? {} : value),
    customLocation: shape({ label: textValue }),
    officeLocation: shape({
      buildingId: textValue,
      floorId: textValue,
      floorSectionId: textValue,
      deskId: textValue,
      label: textValue,
    }),
  }),
  birthdayProperties: shape({
    type: one(["birthday", "anniversary", "custom", "other", "self"]),
    customTypeName: textValue,
    contact: textValue,
  }),
};

const attachments = listOf(
  shape({ fileUrl: textValue, title: textValue, mimeType: textValue, iconLink: textValue, fileId: textValue }),
  25,
);

/** The fields only Google knows, in Google's words. What a version parameter does not allow keeps its old value. */
export function readExtra(body: Json, context: BodyContext): Json {
  const extra: Json = {};
  for (const [name, check] of Object.entries(FIELDS)) {
    const value = body[name];
    if (value !== undefined && value !== null) extra[name] = check(value, name);
  }
  const before = context.before?.extra ?? {};
  keep(
    extra,
    "attachments",
    context.attachments && isPresent(body.attachments) ? attachments(body.attachments, "attachments") : undefined,
  );
  if (!context.attachments) keep(extra, "attachments", before.attachments);
  // Conference data is written by conference.ts only: what was there stays.
  keep(extra, "conferenceData", before.conferenceData);
  keep(extra, "hangoutLink", before.hangoutLink);
  return extra;
}

function keep(extra: Json, name: string, value: unknown): void {
  if (value !== undefined) extra[name] = value;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
