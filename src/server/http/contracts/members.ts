import { z } from "zod";

import { role } from "@/server/people/inputs";
import { member } from "@/server/people/shapes";

import { contract } from "../contract";
import { examples } from "./examples";

const id = z.object({ id: z.uuid() });

export const listMembersContract = contract({
  id: "listMembers",
  method: "GET",
  path: "/api/v1/members",
  tag: "Members",
  summary: "The people of the workspace and their roles",
  access: { to: "workspace", role: "manager", scope: "members:read" },
  rate: "read",
  answer: { status: 200, body: z.object({ members: z.array(member) }), example: { members: [examples.member] } },
});

export const changeRoleContract = contract({
  id: "changeRole",
  method: "PATCH",
  path: "/api/v1/members/{id}",
  tag: "Members",
  summary: "Change somebody's role; it acts at their next click",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: id,
  body: z.strictObject({ role }),
  bodyExample: { role: "manager" },
  answer: { status: 200, body: member, example: { ...examples.member, role: "manager" } },
  problems: ["last_admin"],
});

export const removeMemberContract = contract({
  id: "removeMember",
  method: "DELETE",
  path: "/api/v1/members/{id}",
  tag: "Members",
  summary: "Remove somebody from the workspace, or leave it yourself, by your own id or the word me",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: z.object({ id: z.union([z.uuid(), z.literal("me")]) }),
  answer: { status: 204, body: null },
  problems: ["last_admin"],
});
