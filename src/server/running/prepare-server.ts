import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { EnvError } from "@/lib/env";
import { getDeps } from "@/server/deps";
import { stampPeer } from "@/server/http/peer";

import { startTracing } from "./start-tracing";
import { watchBackground } from "./watch-background";

/** Settings that are missing or too weak end the start, with all of them named. */
function readSettings(): void {
  try {
    getDeps();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(error.message);
    process.exit(1);
  }
}

/** Every request learns who is at the other end before anything reads its headers. */
function noteEveryPeer(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    stampPeer(request.headers, request.socket.remoteAddress ?? "unknown");
  });
}

export async function prepareServer(): Promise<void> {
  readSettings();
  noteEveryPeer();
  await startTracing(getDeps().env, "daykeeper-web");
  watchBackground(getDeps());
}
