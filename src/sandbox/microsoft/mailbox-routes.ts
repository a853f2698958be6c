import type { Call } from "../kernel/call";
import type { Reply } from "../kernel/reply";
import { windowsZoneTable } from "../recurrence/windows-zone-table";
import type { Account } from "../world/account";
import { identifyCaller } from "./caller";
import { refuse } from "./graph-errors";
import { readItemId, writeItemId } from "./item-ids";
import { openItem } from "./mailbox";
import { allowOptions, answer, contextOf } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import { needKind, readChoice, readObject, readText } from "./request-body";
import { windowsName } from "./wire-times";

const idFormats = ["entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"] as const;
const mostIds = 1_000;

/** The person, the settings of their mailbox, the zones it knows, ids in other forms. */
export function mailboxRoutes(office: Office, prefix: string): MicrosoftRoutes {
  return {
    [`GET ${prefix}`]: ["me.get", (call) => getMe(office, call)],
    [`GET ${prefix}/mailboxSettings`]: ["mailbox.get", (call) => getSettings(office, call)],
    [`GET ${prefix}/mailboxSettings/timeZone`]: ["mailbox.get", (call) => getZone(office, call)],
    [`GET ${prefix}/outlook/:function`]: ["zones.list", (call) => listZones(office, call)],
    [`POST ${prefix}/translateExchangeIds`]: ["ids.translate", (call) => translateIds(office, call)],
  };
}

function getMe(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const { account } = caller;
  const [given = "", ...family] = account.facts.name.split(" ");
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, "users/$entity"),
    businessPhones: [],
    displayName: account.facts.name,
    givenName: given,
    jobTitle: null,
    mail: account.email,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: account.facts.locale,
    surname: family.join(" "),
    userPrincipalName: account.email,
    id: account.id,
  });
}

/** The name of the zone; a mailbox may have a custom one that follows no rules anybody knows. */
function zoneNameOf(account: Account): string {
  const custom = account.extra["zoneName"];
  return typeof custom === "string" ? custom : windowsName(account.facts.zone);
}

function getSettings(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const { account } = caller;
  const zone = zoneNameOf(account);
  const workZone = zone === "Customized Time Zone" ? customZone() : { name: zone };
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, `users('${account.id}')/mailboxSettings`),
    archiveFolder: null,
    timeZone: zone,
    delegateMeetingMessageDeliveryOptions: "sendToDelegateOnly",
    dateFormat: "yyyy-MM-dd",
    timeFormat: "HH:mm",
    userPurpose: "user",
    automaticRepliesSetting: {
      status: "disabled",
      externalAudience: "all",
      internalReplyMessage: "",
      externalReplyMessage: "",
    },
    language: { locale: account.facts.locale, displayName: account.facts.locale },
    workingHours: {
      daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"],
      startTime: "08:00:00.0000000",
      endTime: "17:00:00.0000000",
      timeZone: workZone,
    },
  });
}

/** As Exchange writes a zone that is none of the known ones (fact sheet 4.5): bias in minutes, positive to the west. */
function customZone(): Record<string, unknown> {
  const change = { dayOccurrence: 1, dayOfWeek: "sunday", month: 11, year: 0, time: "02:00:00.0000000" };
  return {
    "@odata.type": "#microsoft.graph.customTimeZone",
    name: "Customized Time Zone",
    bias: 300,
    standardOffset: change,
    daylightOffset: { ...change, month: 3, dayOccurrence: 2, daylightBias: -60 },
  };
}

function getZone(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const context = contextOf(office, call, `users('${caller.account.id}')/mailboxSettings/timeZone`);
  return answer(caller, 200, { "@odata.context": context, value: zoneNameOf(caller.account) });
}

/** `supportedTimeZones` and `supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')`. */
function listZones(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, []);
  const match =
    /^supportedTimeZones(?:\((?:TimeZoneStandard=microsoft\.graph\.timeZoneStandard'(Iana|Windows)')?\))?$/i.exec(
      call.params["function"] ?? "",
    );
  if (!match) return refuse(office.ground, "ResourceNotFound");
  const value = windowsZoneTable.map(([windows, iana]) => ({
    alias: match[1]?.toLowerCase() === "iana" ? iana : windows,
    displayName: `(${iana}) ${windows}`,
  }));
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, "Collection(microsoft.graph.timeZoneInformation)"),
    value,
  });
}

function translateIds(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const body = readObject(office, call);
  needKind(office, { name: "inputIds", value: body["inputIds"] }, "array");
  const ids = body["inputIds"] as unknown[];
  const source = readChoice(office, body, { name: "sourceIdType", of: idFormats });
  const target = readChoice(office, body, { name: "targetIdType", of: idFormats });
  if (ids.length > mostIds)
    return refuse(office.ground, "ErrorInvalidRequest", {
      message: `At most ${mostIds} ids can be translated at once.`,
    });
  const known = ["restId", "restImmutableEntryId"];
  if (!source || !target || !known.includes(source) || !known.includes(target)) {
    return refuse(office.ground, "ErrorInvalidParameter", {
      message: "Only restId and restImmutableEntryId are translated here.",
    });
  }
  const value = ids.map((id) => {
    const sourceId = readText(office, { inputIds: id }, "inputIds") ?? "";
    const { calendar } = openItem(office, caller, { eventId: sourceId });
    const core = readItemId(sourceId)?.core ?? "";
    return { sourceId, targetId: writeItemId(calendar, core, target === "restImmutableEntryId") };
  });
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, "Collection(microsoft.graph.convertIdResult)"),
    value,
  });
}
