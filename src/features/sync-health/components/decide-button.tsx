"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Leads to both ways of a deletion that was held back. */
export function DecideButton({ onDecide, wide = false }: { onDecide: () => void; wide?: boolean }) {
  const t = useTranslations("calendar.held");
  return (
    <Button look="primary" wide={wide} onClick={onDecide}>
      {t("decide")}
    </Button>
  );
}
