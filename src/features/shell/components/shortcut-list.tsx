"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Place } from "@/components/navigation/place";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

export function ShortcutList({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
  const t = useTranslations("shell.shortcuts");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const general = [
    { name: t("palette"), keys: [mac ? "⌘" : "Ctrl", "K"] },
    { name: t("search"), keys: ["/"] },
    { name: t("list"), keys: ["?"] },
    { name: t("close"), keys: ["Esc"] },
    { name: t("strip"), keys: ["←", "→"] },
  ];
  const going = places.flatMap((place) =>
    place.key ? [{ name: place.label, keys: ["G", place.key.toUpperCase()] }] : [],
  );
  return (
    <Dialog open onClose={onClose} title={t("title")}>
      <DialogBody className="grid gap-5">
        <Keys heading={t("everywhere")} rows={general} />
        <Keys heading={t("goTo")} rows={going} />
      </DialogBody>
    </Dialog>
  );
}

function Keys({ heading, rows }: { heading: ReactNode; rows: readonly { name: string; keys: readonly string[] }[] }) {
  return (
    <section>
      <h3 className="mb-1 text-micro font-medium text-ink-3">{heading}</h3>
      <dl>
        {rows.map(({ name, keys }) => (
          <div key={name} className="flex min-h-8 items-center justify-between gap-4">
            <dt>{name}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
