import { z } from "zod";

import { severities } from "@/core/alerts/alert";
import { channelIds } from "@/core/ports/alert-channel";

const minute = z.int().min(0).max(1_439).nullable();

export const preferenceInput = z.strictObject({
  channel: z.enum(channelIds),
  isEnabled: z.boolean(),
  minimumSeverity: z.enum(severities),
  /** Minutes after midnight in one's own zone; both null or equal: no quiet hours. */
  quietFrom: minute,
  quietUntil: minute,
  /** Mail only: what is of medium severity or less comes together once a day, at eight. Left out it stays as it is. */
  digest: z.enum(["off", "daily"]).optional(),
});
export type PreferenceInput = z.infer<typeof preferenceInput>;

export const outsideChannels = ["slack", "teams", "sms", "webhook"] as const;

export const endpointInput = z.strictObject({
  channel: z.enum(outsideChannels),
  name: z.string().trim().min(1).max(80),
  /** An https address, or for text messages a number with its country. */
  address: z.string().trim().min(4).max(2_048),
  forTeam: z.boolean().default(false),
});
export type EndpointInput = z.infer<typeof endpointInput>;

export const endpoint = z.object({
  id: z.uuid(),
  channel: z.enum(outsideChannels),
  name: z.string(),
  isTeam: z.boolean(),
  createdAt: z.iso.datetime(),
  verifiedAt: z.iso.datetime().nullable(),
  /** The last daily try. */
  testedAt: z.iso.datetime().nullable(),
  /** Whether a secret of ours signs what goes there. */
  isSigned: z.boolean(),
  failingSince: z.iso.datetime().nullable(),
  disabledAt: z.iso.datetime().nullable(),
  errorCode: z.string().nullable(),
});
export type EndpointShape = z.infer<typeof endpoint>;

export const notificationSettings = z.object({
  channels: z.array(
    preferenceInput.extend({
      /** Mail needs a server, the others an address. */
      isAvailable: z.boolean(),
    }),
  ),
  endpoints: z.array(endpoint),
  mayAddForTeam: z.boolean(),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

export const testInput = z.strictObject({
  channel: z.enum(["email", ...outsideChannels]),
  endpointId: z.uuid().nullish(),
});
export const testResult = z.object({ state: z.enum(["sent", "failed"]), code: z.string().nullable() });
export type TestResult = z.infer<typeof testResult>;

export const sent = z.object({
  /** What the receiver sees as webhook-id. */
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  attempts: z.number().int(),
  errorCode: z.string().nullable(),
  at: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type SentShape = z.infer<typeof sent>;
