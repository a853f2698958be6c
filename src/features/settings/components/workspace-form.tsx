"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { fieldError } from "@/components/api/field-error";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet, SheetBody, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { WorkspaceShape } from "@/server/people/shapes";

export function WorkspaceForm({ workspace, manages }: { workspace: WorkspaceShape; manages: boolean }) {
  const t = useTranslations("settings.workspace");
  const [name, setName] = useState(workspace.name);
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
        <SheetBody className="grid max-w-[34rem] gap-5">
          <Field label={t("name")} hint={manages ? t("nameHint") : t("adminsOnly")} error={fieldError(problem, "name")}>
            {(control) => (
              <Input
                {...control}
                readOnly={!manages}
                autoComplete="organization"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <dl className="grid gap-x-4 gap-y-1 text-small tablet:grid-cols-[7rem_minmax(0,1fr)]">
            <dt className="text-ink-3">{t("slug")}</dt>
            <dd className="font-mono text-[12.5px] max-tablet:mb-2">{workspace.slug}</dd>
            <dt className="text-ink-3">{t("created")}</dt>
            <dd>
              <DateTime at={workspace.createdAt} form="date" />
            </dd>
          </dl>
          <ProblemNotice problem={problem} />
        </SheetBody>
        {manages && (
          <SheetFoot>
            <Button type="submit" look="primary" pending={pending}>
              {pending ? t("saving") : t("save")}
            </Button>
          </SheetFoot>
        )}
      </Sheet>
    </form>
  );
}
