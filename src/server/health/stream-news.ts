import type { Deps } from "@/server/deps";
import { admit } from "@/server/http/admit";
import { answering } from "@/server/http/answering";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { newsDeskOf } from "./news-desk";

const route = { method: "GET", path: "/api/calendar/health/stream" } as const;
const heartbeatMs = 20_000;
/** Then the browser comes back by itself, perhaps to another process. */
const longestMs = 30 * 60_000;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // Whoever compresses or buffers would keep what is small until there is more of it.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Tells an open page that there is something new about its person's calendars, and nothing about what it is: the page asks
 * for that itself, with everything that is checked then. It ends with the session. Where no process lives long there is
 * none, and the page asks every half a minute as it does anyway.
 */
export function streamNews(request: Request): Promise<Response> {
  return answering(request, route, async (visit) => {
    const { deps, address } = visit;
    const ask = () => admit(deps, { headers: request.headers, address, rate: "read" });
    visit.caller = await ask();
    if (visit.caller === null) throw new Problem("sign_in_required");
    const whose = whoseNews(visit.caller);
    const body = deps.env.isServerless ? null : openStream(deps, { whose, ask, signal: request.signal });
    return body === null ? new Response(null, { status: 204 }) : new Response(body, { headers });
  });
}

function whoseNews(caller: Caller): string {
  const { user } = requireSelf(caller);
  return `${requireHere(caller, { role: "member" }).workspaceId} ${user.id}`;
}

const news = "event: news\ndata: \n\n";

type Opening = {
  readonly whose: string;
  readonly ask: () => Promise<Caller | null>;
  readonly signal: AbortSignal;
};

/** Null: this process has enough of them. */
function openStream(deps: Deps, { whose, ask, signal }: Opening): ReadableStream<Uint8Array> | null {
  const text = new TextEncoder();
  const over = new AbortController();
  const sink: { controller?: ReadableStreamDefaultController<Uint8Array> } = {};
  const send = (line: string) => {
    if (!over.signal.aborted) sink.controller?.enqueue(text.encode(line));
  };
  const end = () => {
    if (over.signal.aborted) return;
    over.abort();
    sink.controller?.close();
  };
  const subscription = newsDeskOf(deps).subscribe(whose, {
    news: () => {
      send(news);
    },
    over: end,
  });
  if (subscription === null) return null;
  over.signal.addEventListener("abort", subscription.end);
  signal.addEventListener("abort", end);
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      sink.controller = controller;
      // Nobody knows what the page missed before.
      send(`retry: 5000\n\n${news}`);
      void beat(deps, { whose, ask, send, end, over: over.signal });
    },
    cancel: () => {
      over.abort();
    },
  });
}

type Beating = Pick<Opening, "whose" | "ask"> & {
  readonly send: (line: string) => void;
  readonly end: () => void;
  readonly over: AbortSignal;
};

/** Says that it is still there, after seeing that the person is. */
async function beat(deps: Deps, { whose, ask, send, end, over }: Beating): Promise<void> {
  const until = deps.now().getTime() + longestMs;
  while (!over.aborted && deps.now().getTime() < until) {
    try {
      await deps.sleep(heartbeatMs, over);
      const caller = await ask();
      if (caller === null || whoseNews(caller) !== whose) break;
      send(": still here\n\n");
    } catch (error) {
      if (!over.aborted) deps.log.debug("A stream of news ends, and its page asks by itself", { err: error });
      break;
    }
  }
  end();
}
