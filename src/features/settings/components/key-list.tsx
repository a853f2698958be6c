"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { ApiKeyShape } from "@/server/people/shapes";

export function KeyList({ keys }: { keys: readonly ApiKeyShape[] }) {
  const t = useTranslations("settings.keys");
  const [asked, setAsked] = useState<ApiKeyShape | null>(null);
  const { run, pending, problem, reset } = useChange({
    change: (target: ApiKeyShape) => send("DELETE", `/api/v1/keys/${target.id}`),
    onDone: (_, target) => {
      setAsked(null);
      toast.done({ text: t("revoked", { name: target.name }) });
    },
  });
  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("name")}</HeadCell>
            <HeadCell>{t("scopes")}</HeadCell>
            <HeadCell>{t("created")}</HeadCell>
            <HeadCell>{t("lastUsed")}</HeadCell>
            <HeadCell>{t("ends")}</HeadCell>
            <HeadCell right>
              <span className="sr-only">{t("action")}</span>
            </HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setAsked(key)} />
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => {
          setAsked(null);
          reset();
        }}
        question={t("askRevoke", { name: asked?.name ?? "" })}
        facts={[
          { name: t("facts.changes"), text: t("facts.changesText") },
          { name: t("facts.stays"), text: t("facts.staysText") },
          { name: t("facts.time"), text: t("facts.timeText") },
        ]}
        action={t("revoke")}
        pending={pending}
        problem={<ProblemNotice problem={problem} />}
        onConfirm={() => asked && run(asked)}
      />
    </Sheet>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKeyShape; onRevoke: () => void }) {
  const t = useTranslations("settings.keys");
  const { name, prefix, scopes, createdAt, createdBy, lastUsedAt, expiresAt } = apiKey;
  return (
    <Row>
      <Cell phone="main">
        <NameLines name={name} second={<span className="font-mono">{prefix}…</span>} />
      </Cell>
      <Cell>
        <span className="font-mono text-micro wrap-anywhere">{scopes.join(", ")}</span>
      </Cell>
      <Cell phone="hidden">
        <NameLines
          name={
            <span className="text-small font-normal">
              <DateTime at={createdAt} form="date" />
            </span>
          }
          second={createdBy?.name}
        />
      </Cell>
      <Cell>
        <span className="tablet:hidden">{t("lastUsed")} </span>
        {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("neverUsed")}
      </Cell>
      <Cell phone="hidden">{expiresAt ? <DateTime at={expiresAt} form="date" /> : t("never")}</Cell>
      <Cell right phone="aside">
        <Button look="quiet" size="small" aria-label={t("revokeNamed", { name })} onClick={onRevoke}>
          {t("revoke")}
        </Button>
      </Cell>
    </Row>
  );
}
