"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { Button } from "./button";
import { StateGlyph } from "./state-glyph";

const STAYS_MS = 6_000;

type Message = { text: ReactNode; detail?: ReactNode; undo?: () => void };
type Toast = Message & { id: number; outcome: "done" | "failed" };

let toasts: readonly Toast[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const watcher of watchers) watcher();
}

function show(outcome: Toast["outcome"], message: Message) {
  lastId += 1;
  set([...toasts, { ...message, outcome, id: lastId }].slice(-3));
}

const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id));

/** Results of a person's own action. A change of state of the system is never a toast. */
export const toast = {
  done: (message: Message) => show("done", message),
  failed: (message: Message) => show("failed", message),
};

const none: readonly Toast[] = [];
function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** Bottom left. Goes by itself after 6 s unless a person is on it; a failure stays until it is closed. */
export function Toasts() {
  const t = useTranslations("ui");
  const shown = useSyncExternalStore(
    watch,
    () => toasts,
    () => none,
  );
  return (
    <section
      aria-label={t("results")}
      className="pointer-events-none fixed bottom-4 left-4 z-50 grid w-[min(24rem,calc(100vw-2rem))] gap-2"
    >
      <ol aria-live="polite" aria-relevant="additions" className="grid gap-2">
        {shown.map((entry) => (
          <ToastCard key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function ToastCard({ entry }: { entry: Toast }) {
  const t = useTranslations("ui");
  const [held, setHeld] = useState(false);
  const { id, outcome, text, detail, undo } = entry;

  useEffect(() => {
    if (held || outcome === "failed") return;
    const timer = setTimeout(() => dismiss(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held, outcome, id]);

  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <li
      className="float-in pointer-events-auto flex items-start gap-2.5 rounded-option bg-raised py-2 pr-2 pl-3.5 shadow-float"
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      {outcome === "failed" && <StateGlyph state="reconnect" className="mt-2.5" />}
      <div className="min-w-0 flex-1 py-2">
        <p className="font-medium wrap-anywhere">{text}</p>
        {detail && <div className="text-small text-ink-2">{detail}</div>}
      </div>
      {undo && (
        <Button
          look="quiet"
          size="small"
          className="mt-0.5"
          onClick={() => {
            dismiss(id);
            undo();
          }}
        >
          {t("undo")}
        </Button>
      )}
      <Button look="quiet" size="icon" aria-label={t("close")} onClick={() => dismiss(id)}>
        <X aria-hidden strokeWidth={1.75} />
      </Button>
    </li>
  );
}
