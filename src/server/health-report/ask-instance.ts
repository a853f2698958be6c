import { z } from "zod";

import { readText } from "@/lib/http";
import type { Secret } from "@/lib/secret";
import { health } from "@/server/health/shapes";

import type { WorkspaceHealth } from "./shapes";

const limits = { maxBytes: 64 * 1024 * 1024, deadlineMs: 30_000 };

export class InstanceRefused extends Error {
  override readonly name = "InstanceRefused";
}

async function ask(url: URL, key: Secret): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key.reveal()}`, accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(limits.deadlineMs),
  });
  const text = await readText(response, limits);
  if (response.ok) return JSON.parse(text) as unknown;
  const problem = z.object({ detail: z.string() }).safeParse(JSON.parse(text || "{}"));
  throw new InstanceRefused(`${response.status}: ${problem.data?.detail ?? "the instance gave no reason"}`);
}

/** The workspace of an API key with the scope health:read, asked over the network as anybody could. */
export async function askInstance(base: string, key: Secret): Promise<WorkspaceHealth[]> {
  const url = new URL("/api/calendar/health?userId=all", base);
  return [{ workspaceId: null, name: url.host, health: health.parse(await ask(url, key)) }];
}
