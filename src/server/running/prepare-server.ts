import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { EnvError } from "@/lib/env";
import { getDeps } from "@/server/deps";
import { newsDeskOf } from "@/server/health/news-desk";
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

/** Pages that are told of news would keep a server from ending: they come back to the next one. */
function endStreamsOnLeaving(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      newsDeskOf(getDeps()).close();
    });
}

export async function prepareServer(): Promise<void> {
  readSettings();
  noteEveryPeer();
  endStreamsOnLeaving();
  await startTracing(getDeps().env, "daykeeper-web");
  watchBackground(getDeps());
}
