"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { DialogActions } from "@/components/ui/dialog";

/** What is not shown again. */
export function SecretOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("notifications");
  return (
    <>
      <p className="mb-3 text-ink-2">{t("secretOnce")}</p>
      <CodeBlock text={secret} />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {t("secretKept")}
        </Button>
      </DialogActions>
    </>
  );
}
