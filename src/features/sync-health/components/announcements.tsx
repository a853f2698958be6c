"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { toShown } from "@/components/ui/shown-state";
import type { Health } from "../schema";
import { useConnectionName } from "./connection-name";

const LEAST_APART_MS = 10_000;

/** Tells those who listen when an account changed its state; never that a figure did. At most once per 10 s. */
export function Announcements({ health }: { health: Health }) {
  const t = useTranslations("calendar");
  const words = useTranslations("ui.state");
  const name = useConnectionName();
  const [text, setText] = useState("");
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const states = JSON.stringify(health.syncs.map(({ connectionId, state }) => [connectionId, state]));

  useEffect(() => {
    const say = () => {
      waiting.current = null;
      const changed = health.syncs.filter(
        ({ connectionId, state }) => known.current?.has(connectionId) && known.current.get(connectionId) !== state,
      );
      known.current = new Map(health.syncs.map(({ connectionId, state }) => [connectionId, state]));
      if (changed.length === 0) return;
      setText(
        changed.map((each) => t("announced", { name: name(each), state: words(toShown(each.state)) })).join(". "),
      );
      waiting.current = setTimeout(() => (waiting.current = null), LEAST_APART_MS);
    };
    if (waiting.current === null) say();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- Only a change of state is worth a word.
  }, [states]);

  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
