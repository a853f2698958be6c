import type { Ground } from "../kernel/ground";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { failInvalid } from "./errors";
import type { Json } from "./render-event";

interface ConferenceChange {
  readonly extra: Json;
  /** A conference that is still to be made. */
  readonly pending: { readonly requestId: string; readonly type: string } | null;
}

/** What a write with conferenceDataVersion=1 does to the event's conference; version 0 ignores the body (fact sheet 2.6). */
export function conferenceChange(body: Json, version: number, before: Readonly<Json>): ConferenceChange {
  const kept = { conferenceData: before.conferenceData, hangoutLink: before.hangoutLink };
  if (version < 1 || body.conferenceData === undefined) return { extra: defined(kept), pending: null };
  const wanted = body.conferenceData;
  if (wanted === null) return { extra: {}, pending: null };
  if (typeof wanted !== "object" || Array.isArray(wanted)) return failInvalid("conferenceData");
  const request = (wanted as Json).createRequest as Json | undefined;
  if (!request)
    return { extra: { conferenceData: wanted, ...defined({ hangoutLink: before.hangoutLink }) }, pending: null };
  const { requestId } = request;
  if (typeof requestId !== "string" || requestId === "")
    return failInvalid("conferenceData.createRequest.requestId", "Required", "required");
  if (requestIdOf(before) === requestId) return { extra: defined(kept), pending: null };
  const type = String((request.conferenceSolutionKey as Json | undefined)?.type ?? "hangoutsMeet");
  const conferenceData = {
    createRequest: { requestId, conferenceSolutionKey: { type }, status: { statusCode: "pending" } },
  };
  return { extra: { conferenceData }, pending: { requestId, type } };
}

/** The conference comes a little later, as a change of its own (fact sheet 2.5). */
export function finishConference(
  ground: Ground,
  calendar: Calendar,
  made: { readonly event: EventRecord; readonly pending: NonNullable<ConferenceChange["pending"]> },
): void {
  const { clock, ids, switches } = ground;
  clock.schedule(clock.now() + switches.google.conferenceDelayMs, () => {
    const event = calendar.events.get(made.event.id);
    if (!event || event.deleted || requestIdOf(event.extra) !== made.pending.requestId) return;
    const code = [ids.letters(3), ids.letters(4), ids.letters(3)].join("-");
    calendar.events.update(event.id, { extra: { ...event.extra, ...conference(made.pending, code) } });
  });
}

function conference(pending: { readonly requestId: string; readonly type: string }, code: string): Json {
  const key = { type: pending.type };
  const createRequest = { requestId: pending.requestId, conferenceSolutionKey: key };
  if (pending.type !== "hangoutsMeet") {
    return { conferenceData: { createRequest: { ...createRequest, status: { statusCode: "failure" } } } };
  }
  return { hangoutLink: `https://meet.google.com/${code}`, conferenceData: meet(code, createRequest) };
}

/** Conference data of a Meet with a video link and a dial-in number. */
function meet(code: string, createRequest?: Json): Json {
  return {
    ...(createRequest ? { createRequest: { ...createRequest, status: { statusCode: "success" } } } : {}),
    entryPoints: [
      { entryPointType: "video", uri: `https://meet.google.com/${code}`, label: `meet.google.com/${code}` },
      {
        entryPointType: "phone",
        uri: "tel:+1-555-010-0199",
        label: "+1 555-010-0199",
        pin: "100200300",
        regionCode: "US",
      },
      { entryPointType: "more", uri: "https://tel.meet/more?pin=100200300", pin: "100200300" },
    ],
    conferenceSolution: {
      key: { type: "hangoutsMeet" },
      name: "Google Meet",
      iconUri:
        "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png",
    },
    conferenceId: code,
  };
}

function requestIdOf(extra: Readonly<Json>): string | null {
  const data = extra.conferenceData as { createRequest?: { requestId?: string } } | undefined;
  return data?.createRequest?.requestId ?? null;
}

function defined(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
