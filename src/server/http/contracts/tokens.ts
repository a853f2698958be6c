import { z } from "zod";

import { providerFacts } from "@/providers/catalog";
import { providerId } from "@/server/connections/inputs";
import { tokenCheck, tokenRefreshes, type TokenCheckShape, type TokenRefreshesShape } from "@/server/tokens/shapes";

import { contract } from "../contract";

const [shown] = providerFacts;
const named = { provider: shown?.id ?? "", product: shown?.product ?? "" };
const connection = { connectionId: "2f6e1c9a-4b7d-4e21-8c35-a90b1d2e3f60", accountEmail: "alice@meridian.test" };
const accessExpiresAt = "2026-11-21T09:41:00.000Z";

const checkExample: TokenCheckShape = {
  ...named,
  status: "available",
  counts: { connections: 1, working: 1 },
  warnings: [],
  connections: [
    {
      ...connection,
      health: "healthy",
      secondsLeft: 2_460,
      accessExpiresAt,
      grantEndsAt: "2027-05-22T09:00:00.000Z",
      because: "It renews itself.",
      advice: null,
    },
  ],
  checkedAt: "2026-11-21T09:00:00.000Z",
};

const refreshExample: TokenRefreshesShape = {
  ...named,
  counts: { refreshed: 1, stillGood: 0, needsReconnecting: 0, failed: 0 },
  results: [{ ...connection, outcome: "refreshed", code: null, message: "Renewed.", accessExpiresAt }],
};

const params = z.object({ provider: providerId });
const tag = "Calendar connections";

export const checkTokensContract = contract({
  id: "checkTokens",
  method: "GET",
  path: "/api/v1/oauth/{provider}/health-check",
  tag,
  summary:
    "Whether the access to your accounts works and for how long, with a warning before it ends for good. A key sees all accounts of its workspace, without addresses",
  access: { to: "workspace", role: "member", scope: "health:read" },
  rate: "read",
  params,
  answer: { status: 200, body: tokenCheck, example: checkExample },
});

export const refreshTokensContract = contract({
  id: "refreshTokens",
  method: "POST",
  path: "/api/v1/oauth/{provider}/refresh-tokens",
  tag,
  summary:
    "Renew the access to your accounts where it ends soon or was lost, with a result for each. What is good for longer is left as it is",
  access: { to: "workspace", role: "member" },
  rate: "write",
  params,
  answer: { status: 200, body: tokenRefreshes, example: refreshExample },
});
