"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useAnswerWords } from "@/components/api/use-answer-words";
import { Button } from "@/components/ui/button";
import { StateGlyph } from "@/components/ui/state-glyph";
import { toast } from "@/components/ui/toast";
import { returnTo, type ConnectOutcome } from "../schema";

/** What came of the way over a provider's page: said once, then out of the address. */
export function ConnectMessage({ outcome, product }: { outcome: ConnectOutcome; product: string }) {
  const t = useTranslations("connections.outcome");
  const say = useAnswerWords();
  const [shown, setShown] = useState(true);
  const { kind } = outcome;

  useEffect(() => {
    // Said once, however often the page is drawn with this address.
    if (!new URLSearchParams(location.search).has("connect")) return;
    if (kind === "connected" || kind === "reconnected") toast.done({ text: t(kind, { product }) });
    if (kind === "connected_partly") toast.failed({ text: t("partly", { product }), detail: t("partlyMore") });
    history.replaceState(null, "", returnTo);
  }, [kind, product, t]);

  if (outcome.kind !== "problem" || !shown) return null;
  const { title, detail } = say(outcome);
  return (
    <div role="alert" className="mb-5 flex items-start gap-3 rounded-sheet bg-bad-soft px-4 py-4 tablet:px-6">
      <StateGlyph state="reconnect" className="mt-0.5 size-5" />
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="max-w-text text-ink-2">{detail}</p>
        <a href={`/docs/troubleshooting#${outcome.code}`} className="link text-small">
          {t("help")}
        </a>
      </div>
      <Button
        look="quiet"
        size="icon"
        className="-mt-1.5 -mr-2"
        aria-label={t("close")}
        onClick={() => setShown(false)}
      >
        <X aria-hidden strokeWidth={1.75} />
      </Button>
    </div>
  );
}
