"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useFieldError } from "@/components/api/use-field-error";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { FieldRow } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet, SheetBody, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { WorkspaceShape } from "@/server/people/shapes";

export function WorkspaceForm({ workspace, manages }: { workspace: WorkspaceShape; manages: boolean }) {
  const t = useTranslations("settings.workspace");
  const [name, setName] = useState(workspace.name);
  const fieldError = useFieldError();
  const { run, pending, problem } = useChange({
    change: (changed: { name: string }) => send("PATCH", "/api/v1/workspace", changed),
    onDone: () => toast.done({ text: t("saved") }),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run({ name });
      }}
    >
      <Sheet>
        <FieldRow
          label={t("name")}
          hint={manages ? t("nameHint") : t("adminsOnly")}
          error={fieldError(problem, "name")}
        >
          {(control) => (
            <Input
              {...control}
              readOnly={!manages}
              autoComplete="organization"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FieldRow>
        <Fact name={t("slug")} value={<code className="font-mono text-[12.5px]">{workspace.slug}</code>} />
        <Fact name={t("created")} value={<DateTime at={workspace.createdAt} form="date" />} />
        {problem && (
          <SheetBody>
            <ProblemNotice problem={problem} />
          </SheetBody>
        )}
        {manages && (
          <SheetFoot className="justify-end">
            <Button type="submit" look="primary" pending={pending}>
              {pending ? t("saving") : t("save")}
            </Button>
          </SheetFoot>
        )}
      </Sheet>
    </form>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <dl className="grid items-center gap-x-12 gap-y-0.5 border-t border-line px-4 py-3 tablet:px-6 desk:grid-cols-[minmax(0,1fr)_316px]">
      <dt className="font-medium">{name}</dt>
      <dd className="text-ink-2">{value}</dd>
    </dl>
  );
}
