"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { beginAtProvider } from "./begin-sign-in";

type Props = { providers: readonly { id: string; name: string }[]; next: string };

export function ProviderButtons({ providers, next }: Props) {
  const t = useTranslations("signIn");
  const [leaving, setLeaving] = useState<string | null>(null);
  // Coming back by the browser's button shows this page as it was left: ready again.
  useEffect(() => {
    const ready = () => setLeaving(null);
    addEventListener("pageshow", ready);
    return () => removeEventListener("pageshow", ready);
  }, []);

  return (
    <div className="grid gap-2">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          wide
          className="min-h-11 tablet:min-h-11"
          pending={leaving === id}
          onClick={() => {
            setLeaving(id);
            void beginAtProvider(id, next);
          }}
        >
          {t("with", { provider: name })}
        </Button>
      ))}
    </div>
  );
}
