"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { ConfigurationShape } from "@/server/availability/configuration-shapes";

const editPath = (id: string) => `/settings/booking?edit=${id}`;

export function ConfigurationList({ configurations }: { configurations: readonly ConfigurationShape[] }) {
  const t = useTranslations("bookingSettings");
  const [asked, setAsked] = useState<ConfigurationShape | null>(null);
  const { run, pending, problem, reset } = useChange({
    change: ({ id }: ConfigurationShape) => send("DELETE", `/api/calendars/configurations/${id}`),
    onDone: (_, { title }) => {
      setAsked(null);
      toast.done({ text: t("removed", { name: title }) });
    },
  });
  const make = (
    <Button look="primary" asChild>
      <Link href={editPath("new")}>{t("new")}</Link>
    </Button>
  );
  if (configurations.length === 0)
    return (
      <Sheet>
        <h2 className="sr-only">{t("back")}</h2>
        <EmptyState icon={<Link2 />} title={t("none")} action={make}>
          {t("noneMore")}
        </EmptyState>
      </Sheet>
    );
  return (
    <>
      <div className="mb-4 flex justify-end">{make}</div>
      <Sheet>
        <ul>
          {configurations.map((each) => (
            <Line key={each.id} configuration={each} onRemove={() => setAsked(each)} />
          ))}
        </ul>
      </Sheet>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => {
          setAsked(null);
          reset();
        }}
        question={t("askRemove", { name: asked?.title ?? "" })}
        facts={[
          { name: t("facts.changes"), text: t("facts.changesText") },
          { name: t("facts.stays"), text: t("facts.staysText") },
        ]}
        action={t("remove")}
        pending={pending}
        problem={<ProblemNotice problem={problem} />}
        onConfirm={() => asked && run(asked)}
      />
    </>
  );
}

function Line({ configuration, onRemove }: { configuration: ConfigurationShape; onRemove: () => void }) {
  const t = useTranslations("bookingSettings");
  const { id, title, url, mode, is_active: isActive, duration_minutes: count, hosts } = configuration;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-4 first:border-t-0 tablet:px-6">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <Link href={editPath(id)} className="hover:underline">
            {title}
          </Link>
          {!isActive && <Badge>{t("off")}</Badge>}
        </p>
        <p className="text-small text-ink-2">
          {t("summary", { count, mode, hosts: hosts.length, first: hosts[0]?.name ?? "" })}
        </p>
        <a href={url} className="link text-small wrap-anywhere">
          {url}
        </a>
      </div>
      <span className="flex flex-wrap gap-2">
        <CopyButton text={url} label={t("copy")} />
        <Button size="small" asChild>
          <Link href={editPath(id)} aria-label={t("editNamed", { name: title })}>
            {t("edit")}
          </Link>
        </Button>
        <Button size="small" look="quiet" aria-label={t("removeNamed", { name: title })} onClick={onRemove}>
          {t("remove")}
        </Button>
      </span>
    </li>
  );
}
