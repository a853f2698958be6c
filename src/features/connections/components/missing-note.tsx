"use client";

import { ShieldAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Note } from "@/components/ui/note";
import type { Connection } from "../schema";

/** What the person did not allow, what therefore does not work, and that the rest does. */
export function MissingNote({ connection, action }: { connection: Connection; action?: ReactNode }) {
  const t = useTranslations("connections");
  const { list } = useFormatter();
  if (!connection.missing) return null;
  const features = list(connection.missing.features.map((feature) => t(`features.${feature}`)));
  return (
    <Note icon={<ShieldAlert />} action={action}>
      {t.rich("missing", { features, b: (text) => <b>{text}</b> })}
    </Note>
  );
}
