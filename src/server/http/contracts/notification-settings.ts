import { z } from "zod";

import {
  endpointInput,
  notificationSettings,
  preferenceInput,
  sent,
  testInput,
  testResult,
} from "@/server/notifications/settings-shapes";

import { contract } from "../contract";

const tag = "Notifications";
const own = { to: "workspace", role: "member" } as const;

const settingsExample = {
  channels: [
    {
      channel: "email",
      isAvailable: true,
      isEnabled: true,
      minimumSeverity: "medium",
      quietFrom: 1_200,
      quietUntil: 420,
      digest: "off",
    },
  ],
  endpoints: [
    {
      id: "5b0c1a7e-3a44-4b1e-9a5e-2f7c1d0e9b11",
      channel: "webhook",
      name: "Operations",
      isTeam: true,
      createdAt: "2026-11-21T09:00:00.000Z",
      verifiedAt: "2026-11-21T09:01:00.000Z",
      testedAt: null,
      isSigned: true,
      failingSince: null,
      disabledAt: null,
      errorCode: null,
    },
  ],
  mayAddForTeam: false,
} as const;

export const readNotificationSettingsContract = contract({
  id: "readNotificationSettings",
  method: "GET",
  path: "/api/v1/notifications/settings",
  tag,
  summary: "How you are told, by which ways, and the addresses that were set up",
  access: own,
  rate: "read",
  answer: { status: 200, body: notificationSettings, example: settingsExample },
});

export const changeNotificationSettingsContract = contract({
  id: "changeNotificationSettings",
  method: "PATCH",
  path: "/api/v1/notifications/settings",
  tag,
  summary: "Change how you are told by one way: whether, from which severity on, and when not",
  access: own,
  rate: "write",
  body: preferenceInput,
  bodyExample: { channel: "email", isEnabled: true, minimumSeverity: "medium", quietFrom: 1_200, quietUntil: 420 },
  answer: { status: 200, body: notificationSettings, example: settingsExample },
});

export const createEndpointContract = contract({
  id: "createEndpoint",
  method: "POST",
  path: "/api/v1/notifications/endpoints",
  tag,
  summary: "Set up an address outside; for the whole team that is an admin's. A webhook's secret is shown this once",
  access: own,
  rate: "write",
  body: endpointInput,
  bodyExample: {
    channel: "webhook",
    name: "Operations",
    address: "https://hooks.example.com/daykeeper",
    forTeam: false,
  },
  answer: {
    status: 201,
    body: z.object({ id: z.uuid(), secret: z.string().nullable() }),
    example: { id: "5b0c1a7e-3a44-4b1e-9a5e-2f7c1d0e9b11", secret: null },
  },
  problems: ["address_refused", "too_many_addresses"],
});

export const removeEndpointContract = contract({
  id: "removeEndpoint",
  method: "DELETE",
  path: "/api/v1/notifications/endpoints/{id}",
  tag,
  summary: "Remove an address; nothing is sent to it any more",
  access: { to: "person" },
  rate: "write",
  params: z.object({ id: z.uuid() }),
  answer: { status: 204, body: null },
  problems: ["no_workspace"],
});

export const sendTestContract = contract({
  id: "sendTest",
  method: "POST",
  path: "/api/v1/notifications/test",
  tag,
  summary: "Send yourself a test by one way, and hear whether it was taken",
  access: own,
  rate: "secret",
  body: testInput,
  bodyExample: { channel: "email" },
  answer: { status: 200, body: testResult, example: { state: "sent", code: null } },
  problems: ["not_found"],
});

const id = z.object({ id: z.uuid() });

export const changeSecretContract = contract({
  id: "changeSecret",
  method: "POST",
  path: "/api/v1/notifications/endpoints/{id}/secret",
  tag,
  summary: "A new secret for a webhook, shown this once. For a day messages are signed with the old one and the new",
  access: { to: "person" },
  rate: "secret",
  params: id,
  body: z.strictObject({}),
  bodyExample: {},
  isBodyOptional: true,
  answer: {
    status: 200,
    body: z.object({ secret: z.string(), oldUntil: z.iso.datetime() }),
    example: { secret: "whsec_ZXhhbXBsZQ==", oldUntil: "2026-11-22T09:00:00.000Z" },
  },
  problems: ["no_workspace"],
});

export const listSentContract = contract({
  id: "listSent",
  method: "GET",
  path: "/api/v1/notifications/endpoints/{id}/deliveries",
  tag,
  summary: "What was sent to an address, the newest first, and how it ended",
  access: { to: "person" },
  rate: "read",
  params: id,
  answer: {
    status: 200,
    body: z.object({ deliveries: z.array(sent) }),
    example: {
      deliveries: [
        {
          ...{ id: "5b0c1a7e-3a44-4b1e-9a5e-2f7c1d0e9b11", kind: "opened", state: "failed", attempts: 10 },
          ...{ errorCode: "http_503", at: "2026-11-21T09:00:00.000Z", sentAt: null },
        },
      ],
    },
  },
  problems: ["no_workspace"],
});

export const replayDeliveryContract = contract({
  id: "replayDelivery",
  method: "POST",
  path: "/api/v1/notifications/deliveries/{id}/replay",
  tag,
  summary: "Send a message to an address once more, under the id it had",
  access: { to: "person" },
  rate: "write",
  params: id,
  body: z.strictObject({}),
  bodyExample: {},
  isBodyOptional: true,
  answer: { status: 202, body: id, example: { id: "5b0c1a7e-3a44-4b1e-9a5e-2f7c1d0e9b11" } },
  problems: ["no_workspace"],
});
