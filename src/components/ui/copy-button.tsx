"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button";

type Props = { text: string; label?: string; iconOnly?: boolean; className?: string };

export function CopyButton({ text, label, iconOnly = false, className }: Props) {
  const t = useTranslations("ui");
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      // The browser may refuse; then the person marks the text by hand.
      setOutcome("refused");
    }
  };

  const name = label ?? t("copy");
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <Button
      look="quiet"
      size={iconOnly ? "icon" : "small"}
      onClick={copy}
      {...(iconOnly && { "aria-label": name })}
      {...(className && { className })}
    >
      <Icon aria-hidden strokeWidth={1.75} />
      {!iconOnly && <span>{outcome ? t(outcome) : name}</span>}
      <span className="sr-only" aria-live="polite">
        {outcome === "copied" ? t("copied") : ""}
      </span>
    </Button>
  );
}
