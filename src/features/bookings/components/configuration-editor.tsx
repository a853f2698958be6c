"use client";

import { ChevronLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useFieldError } from "@/components/api/use-field-error";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { ConfigurationShape } from "@/server/availability/configuration-shapes";
import type { HostCandidate } from "@/server/db/booking/candidates";
import type { Draft } from "./configuration-draft";
import { BasicsSection } from "./configuration-basics";
import { HostsSection } from "./configuration-hosts";
import { HoursSection } from "./configuration-hours";
import { ConfigurationPreview } from "./configuration-preview";
import { RulesSection } from "./configuration-rules";

type Props = {
  id: string | null;
  draft: Draft;
  candidates: readonly HostCandidate[];
  zones: readonly string[];
  origin: string;
};

/** What each part of the editor gets: what stands, a way to change it, and what the server says is wrong with it. */
export type PartProps = {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  errorOf: (field: string) => string | undefined;
};

const listPath = "/settings/booking";

export function ConfigurationEditor({ id, draft: first, candidates, zones, origin }: Props) {
  const t = useTranslations("bookingSettings");
  const router = useRouter();
  const fieldError = useFieldError();
  const [draft, setDraft] = useState(first);
  const path = id === null ? "/api/calendars/configurations" : `/api/calendars/configurations/${id}`;
  const { run, pending, problem } = useChange({
    change: (body: Draft) => send<ConfigurationShape>(id === null ? "POST" : "PUT", path, body),
    onDone: ({ title }) => {
      toast.done({ text: t("saved", { name: title }) });
      router.push(listPath);
    },
  });
  const part: PartProps = {
    draft,
    onChange: (change) => setDraft((before) => ({ ...before, ...change })),
    errorOf: (field) => fieldError(problem, field),
  };
  return (
    <form
      noValidate
      className="grid items-start gap-x-8 wide:grid-cols-[minmax(0,1fr)_300px]"
      onSubmit={(event) => {
        event.preventDefault();
        run(draft);
      }}
    >
      <div className="min-w-0">
        <Link href={listPath} className="link mb-4 inline-flex min-h-11 items-center gap-1 tablet:min-h-0">
          <ChevronLeft aria-hidden className="size-4" /> {t("back")}
        </Link>
        <BasicsSection {...part} origin={origin} isNew={id === null} />
        <HostsSection {...part} candidates={candidates} zones={zones} />
        <HoursSection {...part} zones={zones} />
        <RulesSection {...part} />
        {problem && (
          <div className="mb-4">
            <ProblemNotice problem={problem} />
          </div>
        )}
      </div>
      <aside className="min-w-0 wide:sticky wide:top-6">
        <ConfigurationPreview draft={draft} />
        <div className="mt-4 flex flex-wrap justify-end gap-2 max-tablet:[&>*]:w-full">
          <Button asChild>
            <Link href={listPath}>{t("cancel")}</Link>
          </Button>
          <Button type="submit" look="primary" pending={pending}>
            {id === null ? t("create") : t("save")}
          </Button>
        </div>
      </aside>
    </form>
  );
}
