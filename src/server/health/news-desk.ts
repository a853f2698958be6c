import { listenForNews } from "@/server/db/health/news";
import type { Deps } from "@/server/deps";
import { pause } from "@/server/work/wait";

export type Subscription = { readonly end: () => void };
export type NewsDesk = {
  /** Null: too many are subscribed in this process already. */
  readonly subscribe: (
    whose: string,
    on: { readonly news: () => void; readonly over: () => void },
  ) => Subscription | null;
  /** This process leaves: everybody is told, and nothing is listened to any more. */
  readonly close: () => void;
};

const retryMs = 1_000;
const mostSubscribers = 2_000;

type Subscriber = { readonly whose: string; readonly news: () => void; readonly over: () => void };

/** One connection to the database for all open pages of this process, there only while there are any. */
function openNewsDesk(deps: Deps): NewsDesk {
  const subscribers = new Set<Subscriber>();
  let listening: AbortController | null = null;
  const tell = (whose: string | null) => {
    for (const each of subscribers) if (whose === null || each.whose === whose) each.news();
  };
  const listen = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        const { ended, close } = await listenForNews(deps.env.database.url.reveal(), tell);
        // What was announced while nobody listened.
        tell(null);
        await Promise.race([ended, fired(signal)]);
        if (signal.aborted) await close();
      } catch (error) {
        deps.log.debug("No news can be heard from the database: pages ask by themselves", { err: error });
      }
      await pause(deps, retryMs, signal);
    }
  };
  const stopWhenEmpty = () => {
    if (subscribers.size > 0) return;
    listening?.abort();
    listening = null;
  };
  return {
    subscribe: (whose, on) => {
      if (subscribers.size >= mostSubscribers) return null;
      const subscriber = { whose, ...on };
      subscribers.add(subscriber);
      if (listening === null) {
        listening = new AbortController();
        void listen(listening.signal);
      }
      return {
        end: () => {
          subscribers.delete(subscriber);
          stopWhenEmpty();
        },
      };
    },
    close: () => {
      for (const each of [...subscribers]) each.over();
      subscribers.clear();
      stopWhenEmpty();
    },
  };
}

const fired = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });

// Parts of one bundle are loaded apart: there is one desk all the same.
const holder = globalThis as { [deskKey]?: WeakMap<Deps, NewsDesk> };
const deskKey = Symbol.for("daykeeper.news-desk");

export function newsDeskOf(deps: Deps): NewsDesk {
  const desks = (holder[deskKey] ??= new WeakMap());
  const desk = desks.get(deps) ?? openNewsDesk(deps);
  desks.set(deps, desk);
  return desk;
}
