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
  for (const part of splitOutsideQuotes(header)) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    if (applyPreference(office, found, { name: name.toLowerCase(), value: unquoted(value) }))
      applied.push(`${name}=${value}`);
  }
  return {
    ...found,
    applied,
    key: `${found.zone?.iana ?? ""}|${found.zone?.name ?? ""}|${found.plainBody}|${found.immutableIds}`,
  };
}

/** Several wishes may be joined by commas or repeated; Node joins repeated headers with a comma as well. */
function splitOutsideQuotes(header: string): string[] {
  const parts = [""];
  let quoted = false;
  for (const letter of header) {
    if (letter === '"') quoted = !quoted;
    if ((letter === "," || letter === ";") && !quoted) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
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
