import { z } from "zod";

import { invitationInput, token } from "@/server/people/inputs";
import { invitation, invitationSeen } from "@/server/people/shapes";

import { contract } from "../contract";
import { examples, ids } from "./examples";

const secretExample = "shown-this-once";
const byToken = z.strictObject({ token });

export const listInvitationsContract = contract({
  id: "listInvitations",
  method: "GET",
  path: "/api/v1/invitations",
  tag: "Invitations",
  summary: "Invitations that are open",
  access: { to: "workspace", role: "admin" },
  rate: "read",
  answer: {
    status: 200,
    body: z.object({ invitations: z.array(invitation) }),
    example: { invitations: [examples.invitation] },
  },
});

export const inviteContract = contract({
  id: "invite",
  method: "POST",
  path: "/api/v1/invitations",
  tag: "Invitations",
  summary: "Invite an address; the link is shown this once and works for 7 days",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  body: invitationInput,
  bodyExample: { email: "carol@meridian.test", role: "manager" },
  answer: {
    status: 201,
    body: z.object({ invitation, link: z.string() }),
    example: { invitation: examples.invitation, link: `https://calendar.meridian.test/invite#${secretExample}` },
  },
  problems: ["already_member", "already_invited"],
});

export const revokeInvitationContract = contract({
  id: "revokeInvitation",
  method: "DELETE",
  path: "/api/v1/invitations/{id}",
  tag: "Invitations",
  summary: "Take an invitation back; its link ends at once",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: z.object({ id: z.uuid() }),
  answer: { status: 204, body: null },
});

export const lookUpInvitationContract = contract({
  id: "lookUpInvitation",
  method: "POST",
  path: "/api/v1/invitations/look-up",
  tag: "Invitations",
  summary: "What an invitation is for. Keeps it for half an hour in this browser, for signing in with it",
  access: { to: "anybody" },
  rate: "secret",
  body: byToken,
  bodyExample: { token: secretExample },
  answer: {
    status: 200,
    body: invitationSeen,
    example: {
      workspace: { name: "Meridian" },
      email: "carol@meridian.test",
      role: "manager",
      invitedBy: { name: "Alice Berg" },
      mustSignIn: true,
    },
  },
  problems: ["link_ended"],
});

export const acceptInvitationContract = contract({
  id: "acceptInvitation",
  method: "POST",
  path: "/api/v1/invitations/accept",
  tag: "Invitations",
  summary: "Join the workspace, signed in with the address that was invited. In a demo it also makes the person",
  access: { to: "anybody" },
  rate: "secret",
  body: byToken,
  bodyExample: { token: secretExample },
  answer: {
    status: 200,
    body: z.object({ workspaceId: z.uuid(), userId: z.uuid() }),
    example: { workspaceId: ids.home, userId: ids.bob },
  },
  problems: ["link_ended", "other_address", "sign_in_required", "key_not_accepted", "key_not_valid"],
});
