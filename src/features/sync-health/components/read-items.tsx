"use client";

import { ArrowDownToLine, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { MenuItem } from "@/components/ui/menu";
import type { ConnectionHealth } from "../schema";
import type { Asked } from "./use-resync";

type Props = {
  connection: ConnectionHealth;
  syncs: readonly ConnectionHealth[];
  resync: (asked: Asked) => void;
};

/** What the menu of an account offers about reading: this one now, and all of its provider anew. */
export function ReadItems({ connection, syncs, resync }: Props) {
  const t = useTranslations("calendar");
  const { connectionId, provider, product } = connection;
  const ofProvider = syncs.filter((each) => each.provider === provider).length;
  return (
    <>
      <MenuItem onSelect={() => resync({ target: { connectionId }, way: "changes" })}>
        <ArrowDownToLine aria-hidden strokeWidth={1.75} />
        {t("calendars.readNow")}
      </MenuItem>
      {ofProvider > 1 && (
        <MenuItem onSelect={() => resync({ target: { provider }, way: "everything" })}>
          <RefreshCw aria-hidden strokeWidth={1.75} />
          {t("resync.provider", { product, count: ofProvider })}
        </MenuItem>
      )}
    </>
  );
}
