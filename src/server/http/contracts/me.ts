import { z } from "zod";

import { profileInput } from "@/server/people/inputs";
import { me, session } from "@/server/people/shapes";

import { contract } from "../contract";
import { examples, ids } from "./examples";

const meExample = { user: examples.user, workspace: examples.summary, workspaces: [examples.summary], demo: false };
const id = z.object({ id: z.uuid() });

export const readMeContract = contract({
  id: "readMe",
  method: "GET",
  path: "/api/v1/me",
  tag: "You",
  summary: "Who you are, the workspace you are in, and the ones you could switch to",
  access: { to: "person" },
  rate: "read",
  answer: { status: 200, body: me, example: meExample },
});

export const updateMeContract = contract({
  id: "updateMe",
  method: "PATCH",
  path: "/api/v1/me",
  tag: "You",
  summary: "Change your name, language or time zone",
  access: { to: "person" },
  rate: "write",
  body: profileInput,
  bodyExample: { timeZone: "Europe/Berlin" },
  answer: { status: 200, body: me, example: meExample },
});

export const switchWorkspaceContract = contract({
  id: "switchWorkspace",
  method: "POST",
  path: "/api/v1/me/workspace",
  tag: "You",
  summary: "Switch this session to another of your workspaces",
  access: { to: "person" },
  rate: "write",
  body: z.strictObject({ workspaceId: z.uuid() }),
  bodyExample: { workspaceId: ids.home },
  answer: { status: 204, body: null },
  problems: ["not_found"],
});

export const listSessionsContract = contract({
  id: "listSessions",
  method: "GET",
  path: "/api/v1/me/sessions",
  tag: "You",
  summary: "The browsers you are signed in with",
  access: { to: "person" },
  rate: "read",
  answer: { status: 200, body: z.object({ sessions: z.array(session) }), example: { sessions: [examples.session] } },
});

export const endOtherSessionsContract = contract({
  id: "endOtherSessions",
  method: "DELETE",
  path: "/api/v1/me/sessions",
  tag: "You",
  summary: "Sign out everywhere but here",
  access: { to: "person" },
  rate: "write",
  answer: { status: 200, body: z.object({ revoked: z.number().int() }), example: { revoked: 2 } },
});

export const endSessionContract = contract({
  id: "endSession",
  method: "DELETE",
  path: "/api/v1/me/sessions/{id}",
  tag: "You",
  summary: "Sign out one browser, at once",
  access: { to: "person" },
  rate: "write",
  params: id,
  answer: { status: 204, body: null },
});
