"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { InvitationShape } from "@/server/people/shapes";

export function InvitationList({ invitations }: { invitations: readonly InvitationShape[] }) {
  const t = useTranslations("settings.members");
  const [asked, setAsked] = useState<InvitationShape | null>(null);
  const { run, pending, problem, reset } = useChange({
    change: (target: InvitationShape) => send("DELETE", `/api/v1/invitations/${target.id}`),
    onDone: (_, target) => {
      setAsked(null);
      toast.done({ text: t("withdrawn", { email: target.email }) });
    },
  });
  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("email")}</HeadCell>
            <HeadCell>{t("role")}</HeadCell>
            <HeadCell>{t("invitedBy")}</HeadCell>
            <HeadCell>{t("endsOn")}</HeadCell>
            <HeadCell right>
              <span className="sr-only">{t("action")}</span>
            </HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {invitations.map((invitation) => (
            <Row key={invitation.id}>
              <Cell phone="main">
                <NameLines name={invitation.email} />
              </Cell>
              <Cell>{t(`roles.${invitation.role}`)}</Cell>
              <Cell phone="hidden">{invitation.invitedBy?.name ?? t("gone")}</Cell>
              <Cell phone="hidden">
                <DateTime at={invitation.expiresAt} />
              </Cell>
              <Cell right phone="aside">
                <Button
                  look="quiet"
                  size="small"
                  aria-label={t("withdrawNamed", { email: invitation.email })}
                  onClick={() => setAsked(invitation)}
                >
                  {t("withdraw")}
                </Button>
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => {
          setAsked(null);
          reset();
        }}
        question={t("askWithdraw", { email: asked?.email ?? "" })}
        facts={[
          { name: t("facts.changes"), text: t("withdrawChanges") },
          { name: t("facts.stays"), text: t("withdrawStays") },
          { name: t("facts.time"), text: t("facts.timeText") },
        ]}
        action={t("withdraw")}
        pending={pending}
        problem={<ProblemNotice problem={problem} />}
        onConfirm={() => asked && run(asked)}
      />
    </Sheet>
  );
}
