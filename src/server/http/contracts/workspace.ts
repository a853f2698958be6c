import { z } from "zod";

import { auditQuery, line } from "@/server/people/inputs";
import { auditEntry, instance, workspace } from "@/server/people/shapes";

import { contract } from "../contract";
import { examples } from "./examples";

export const readWorkspaceContract = contract({
  id: "readWorkspace",
  method: "GET",
  path: "/api/v1/workspace",
  tag: "Workspace",
  summary: "The workspace you are in",
  access: { to: "workspace", role: "member", scope: "workspace:read" },
  rate: "read",
  answer: { status: 200, body: workspace, example: examples.workspace },
});

export const renameWorkspaceContract = contract({
  id: "renameWorkspace",
  method: "PATCH",
  path: "/api/v1/workspace",
  tag: "Workspace",
  summary: "Rename the workspace",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  body: z.strictObject({ name: line(80) }),
  bodyExample: { name: "Meridian" },
  answer: { status: 200, body: workspace, example: examples.workspace },
});

export const readAuditContract = contract({
  id: "readAudit",
  method: "GET",
  path: "/api/v1/audit",
  tag: "Workspace",
  summary: "What was done in the workspace and by whom, newest first",
  access: { to: "workspace", role: "admin", scope: "audit:read" },
  rate: "read",
  query: auditQuery,
  answer: {
    status: 200,
    body: z.object({ entries: z.array(auditEntry), nextCursor: z.string().nullable() }),
    example: { entries: [examples.auditEntry], nextCursor: null },
  },
});

export const readInstanceContract = contract({
  id: "readInstance",
  method: "GET",
  path: "/api/v1/admin/instance",
  tag: "Instance",
  summary: "All workspaces, the workers, the database and the queue",
  access: { to: "instance" },
  rate: "read",
  answer: { status: 200, body: instance, example: examples.instance },
});
