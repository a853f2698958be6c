"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import type { Provider } from "../schema";
import { ProviderOptions } from "./provider-options";

export function ConnectButton({ providers }: { providers: readonly Provider[] }) {
  const t = useTranslations("connections");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => startTransition(() => setOpen(true))}>
        <Plus aria-hidden strokeWidth={1.75} />
        {t("connect")}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("connectTitle")}>
        <DialogBody className="grid gap-4">
          <p className="text-ink-2">{t("connectLead")}</p>
          <ProviderOptions providers={providers} />
        </DialogBody>
      </Dialog>
    </>
  );
}
