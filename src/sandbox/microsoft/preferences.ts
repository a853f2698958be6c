import type { RawRequest } from "../kernel/call";
import { resolveZoneName } from "../recurrence/windows-zones";
import { refuse } from "./graph-errors";
import type { Office } from "./office";

/** What a Prefer header asks for. */
export interface Preferences {
  /** As the client wrote it, and the IANA zone it means. */
  readonly zone: { readonly name: string; readonly iana: string } | null;
  readonly plainBody: boolean;
  readonly immutableIds: boolean;
  readonly pageSize: number | null;
  /** What Preference-Applied answers. */
  readonly applied: readonly string[];
  /** The parts that change how an event reads. */
  readonly key: string;
}

const none: Preferences = { zone: null, plainBody: false, immutableIds: false, pageSize: null, applied: [], key: "" };

export function readPreferences(office: Office, request: RawRequest): Preferences {
  const header = request.headers["prefer"];
  if (header === undefined) return none;
  const found: { -readonly [Name in keyof Preferences]: Preferences[Name] } = { ...none, applied: [] };
  const applied: string[] = [];
  // Several may be joined by commas or repeated; Node joins repeated headers with a comma as well.
  for (const part of header.match(/[^\s,;=]+\s*=\s*(?:"[^"]*"|[^\s,;]*)/g) ?? []) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim().toLowerCase();
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"|"$/g, "");
    if (applyPreference(office, found, { name, value })) applied.push(part.replace(/\s*=\s*/, "="));
  }
  return {
    ...found,
    applied,
    key: `${found.zone?.iana ?? ""}|${found.zone?.name ?? ""}|${found.plainBody}|${found.immutableIds}`,
  };
}

function applyPreference(
  office: Office,
  found: { -readonly [Name in keyof Preferences]: Preferences[Name] },
  wish: { name: string; value: string },
): boolean {
  switch (wish.name) {
    case "outlook.timezone": {
      const iana = resolveZoneName(wish.value);
      if (iana === null)
        refuse(office.ground, "TimeZoneNotSupportedException", {
          message: `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${wish.value.slice(0, 80)}'.`,
        });
      found.zone = { name: wish.value, iana: iana as string };
      return true;
    }
    case "outlook.body-content-type":
      found.plainBody = wish.value.toLowerCase() === "text";
      return ["text", "html"].includes(wish.value.toLowerCase());
    case "idtype":
      found.immutableIds = wish.value.toLowerCase() === "immutableid";
      return found.immutableIds;
    case "odata.maxpagesize":
      found.pageSize = /^\d{1,6}$/.test(wish.value) && Number(wish.value) > 0 ? Number(wish.value) : null;
      return found.pageSize !== null;
    default:
      return false;
  }
}
