"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Switch } from "@/components/ui/switch";
import { Tile } from "@/components/ui/tile";
import type { Provider } from "../schema";
import { useConnect } from "./use-connect";

/** The ways to connect. One press leads to the provider's own page. */
export function ProviderOptions({ providers }: { providers: readonly Provider[] }) {
  const t = useTranslations("connections");
  const { connect, leavingFor, problem } = useConnect();
  const [mayWrite, setMayWrite] = useState(true);
  const writingId = useId();
  const ready = providers.filter(({ isReady }) => isReady);
  if (ready.length === 0)
    return <p className="text-small text-ink-2">{t.rich("noProviders", { b: (text) => <b>{text}</b> })}</p>;
  return (
    <div className="grid gap-2">
      {ready.map(({ id, product, party }) => (
        <button
          key={id}
          type="button"
          aria-busy={leavingFor === id}
          aria-label={t("withProvider", { product })}
          aria-describedby={`note-${id}`}
          onClick={() => leavingFor === null && connect({ provider: id, mayWrite })}
          className="flex min-h-14 items-center gap-3 rounded-option bg-raised py-2 pr-4 pl-2 text-left shadow-sheet transition-colors hover:bg-sunken in-[.dialog]:bg-ink/4 in-[.dialog]:shadow-none in-[.dialog]:hover:bg-ink/8"
        >
          <Tile name={product} />
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{product}</span>
            <span id={`note-${id}`} className="block text-small text-ink-2">
              {leavingFor === id ? t("going", { party }) : <ProviderNote id={id} party={party} />}
            </span>
          </span>
          {leavingFor === id ? (
            <StateGlyph state="catchingUp" turning plain />
          ) : (
            <ChevronRight aria-hidden className="size-4 flex-none text-ink-3" strokeWidth={1.75} />
          )}
        </button>
      ))}
      <div className="flex items-center gap-3 pt-1.5 text-small">
        <label htmlFor={writingId} className="min-w-0 flex-1">
          {t("askToWrite")} <span className="block text-ink-2">{t("askToWriteMore")}</span>
        </label>
        <Switch id={writingId} checked={mayWrite} onChange={(event) => setMayWrite(event.target.checked)} />
      </div>
      <ProblemNotice problem={problem} />
    </div>
  );
}

/** What kind of account it is for; a provider without a text of its own is called by its company. */
function ProviderNote({ id, party }: { id: string; party: string }) {
  const t = useTranslations("connections");
  const key = `notes.${id}` as Parameters<typeof t.has>[0];
  return t.has(key) ? t(key) : party;
}
