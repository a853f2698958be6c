import { oneTarget, syncAccepted, syncDone, syncRefused, syncTarget } from "@/server/sync-now/shapes";

import { contract } from "../contract";
import { acceptedExample, doneExample, refusedExamples } from "./sync-examples";

const access = { to: "workspace", role: "member" } as const;
const answer = { status: 200, body: syncDone, example: doneExample } as const;

const refusal = <S extends 401 | 403 | 409 | 429 | 502 | 503>(status: S, description: string) => ({
  status,
  body: syncRefused,
  description,
  example: refusedExamples[status],
});

const furtherAnswers = [
  {
    status: 202,
    body: syncAccepted,
    description: "A sync is running, or goes on in the background",
    example: acceptedExample,
  },
  refusal(401, "No token can be had: the account must be reconnected"),
  refusal(403, "The provider does not let us in"),
  refusal(409, "Nothing is connected, chosen or going on"),
  refusal(429, "The provider asks us to slow down"),
  refusal(502, "The provider's answer is of no use"),
  refusal(503, "The provider is in trouble"),
] as const;

export const syncAutoContract = contract({
  id: "syncAuto",
  method: "POST",
  path: "/api/v1/calendar/sync/auto",
  tag: "Sync",
  summary: "Sync what was not read within the last minute, with a result per calendar",
  access,
  rate: "write",
  answer,
  furtherAnswers,
});

export const syncContract = contract({
  id: "sync",
  method: "POST",
  path: "/api/v1/calendar/sync",
  tag: "Sync",
  summary: "Sync all one's calendars, or those of a provider or connection, or one, with a result per calendar",
  access,
  rate: "write",
  body: syncTarget,
  bodyExample: {},
  isBodyOptional: true,
  answer,
  furtherAnswers,
  problems: ["not_found"],
});

export const resyncContract = contract({
  id: "resync",
  method: "POST",
  path: "/api/calendar/health/resync",
  tag: "Health",
  summary: "Read calendars anew from the beginning and compare everything, also those that were disabled",
  access,
  rate: "write",
  body: oneTarget,
  bodyExample: { connectionId: doneExample.results[0]?.connectionId },
  answer,
  furtherAnswers,
  problems: ["not_found"],
});
