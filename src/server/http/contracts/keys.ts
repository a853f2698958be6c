import { z } from "zod";

import { keyInput } from "@/server/people/inputs";
import { apiKey } from "@/server/people/shapes";

import { contract } from "../contract";
import { examples } from "./examples";

export const listKeysContract = contract({
  id: "listKeys",
  method: "GET",
  path: "/api/v1/keys",
  tag: "API keys",
  summary: "Keys of the workspace that work",
  access: { to: "workspace", role: "admin" },
  rate: "read",
  answer: { status: 200, body: z.object({ keys: z.array(apiKey) }), example: { keys: [examples.key] } },
});

export const createKeyContract = contract({
  id: "createKey",
  method: "POST",
  path: "/api/v1/keys",
  tag: "API keys",
  summary: "Make a key; the secret is shown this once",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  body: keyInput,
  bodyExample: { name: "Reporting", scopes: ["members:read"], expiresInDays: 90 },
  answer: {
    status: 201,
    body: z.object({ key: apiKey, secret: z.string() }),
    example: { key: examples.key, secret: "dk_4f2a91c0_…" },
  },
  problems: ["too_many_keys"],
});

export const revokeKeyContract = contract({
  id: "revokeKey",
  method: "DELETE",
  path: "/api/v1/keys/{id}",
  tag: "API keys",
  summary: "Revoke a key; it ends at once",
  access: { to: "workspace", role: "admin" },
  rate: "write",
  params: z.object({ id: z.uuid() }),
  answer: { status: 204, body: null },
});
