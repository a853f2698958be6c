"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { MemberShape } from "@/server/people/shapes";

type Props = {
  members: readonly MemberShape[];
  ownUserId: string;
  roles: readonly MemberShape["role"][];
  manages: boolean;
};

export function MemberList({ members, ownUserId, roles, manages }: Props) {
  const t = useTranslations("settings.members");
  const [leaving, setLeaving] = useState<MemberShape | null>(null);
  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("person")}</HeadCell>
            <HeadCell>{t("role")}</HeadCell>
            <HeadCell>{t("joined")}</HeadCell>
            <HeadCell>{t("lastSeen")}</HeadCell>
            {manages && (
              <HeadCell right>
                <span className="sr-only">{t("action")}</span>
              </HeadCell>
            )}
          </Row>
        </TableHead>
        <TableBody>
          {members.map((member) => (
            <Row key={member.id}>
              <Cell phone="main">
                <NameLines
                  name={
                    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
                      {member.name}
                      {member.userId === ownUserId && <Badge className="h-5 px-1.5 text-micro">{t("you")}</Badge>}
                    </span>
                  }
                  second={member.email}
                />
              </Cell>
              <Cell phone={manages ? "action" : "aside"}>
                {manages ? <RoleSelect member={member} roles={roles} /> : t(`roles.${member.role}`)}
              </Cell>
              <Cell phone="hidden">
                <DateTime at={member.joinedAt} form="date" />
              </Cell>
              <Cell phone="hidden">
                <LastSeen at={member.lastSeenAt} own={member.userId === ownUserId} />
              </Cell>
              {manages && (
                <Cell right phone="aside">
                  {member.userId !== ownUserId && (
                    <Button
                      look="quiet"
                      size="small"
                      aria-label={t("removeNamed", { name: member.name })}
                      onClick={() => setLeaving(member)}
                    >
                      {t("remove")}
                    </Button>
                  )}
                </Cell>
              )}
            </Row>
          ))}
        </TableBody>
      </Table>
      <RemoveDialog member={leaving} onClose={() => setLeaving(null)} />
    </Sheet>
  );
}

function RoleSelect({ member, roles }: { member: MemberShape; roles: Props["roles"] }) {
  const t = useTranslations("settings.members");
  const words = useProblemWords();
  const [chosen, setChosen] = useState(member.role);
  const { run, pending } = useChange({
    change: (role: MemberShape["role"]) => send("PATCH", `/api/v1/members/${member.id}`, { role }),
    onDone: (_, role) => toast.done({ text: t("roleChanged", { name: member.name, role: t(`roles.${role}`) }) }),
    onProblem: (problem) => {
      setChosen(member.role);
      toast.failed({ text: words(problem).title, detail: words(problem).detail });
    },
  });
  return (
    <Select
      aria-label={t("roleOf", { name: member.name })}
      aria-busy={pending}
      quiet
      className="max-tablet:-ml-3 max-tablet:w-40 tablet:w-28"
      value={chosen}
      onChange={(event) => {
        const role = event.target.value as MemberShape["role"];
        setChosen(role);
        run(role);
      }}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`roles.${role}`)}
        </option>
      ))}
    </Select>
  );
}

function RemoveDialog({ member, onClose }: { member: MemberShape | null; onClose: () => void }) {
  const t = useTranslations("settings.members");
  const { run, pending, problem, reset } = useChange({
    change: (target: MemberShape) => send("DELETE", `/api/v1/members/${target.id}`),
    onDone: (_, target) => {
      onClose();
      toast.done({ text: t("removed", { name: target.name }) });
    },
  });
  return (
    <ConfirmDialog
      open={member !== null}
      onClose={() => {
        onClose();
        reset();
      }}
      question={t("askRemove", { name: member?.name ?? "" })}
      facts={[
        { name: t("facts.changes"), text: t("facts.changesText") },
        { name: t("facts.stays"), text: t("facts.staysText") },
        { name: t("facts.time"), text: t("facts.timeText") },
      ]}
      action={t("remove")}
      pending={pending}
      problem={<ProblemNotice problem={problem} />}
      onConfirm={() => member && run(member)}
    />
  );
}

function LastSeen({ at, own }: { at: string | null; own: boolean }) {
  const t = useTranslations("settings.members");
  if (own) return t("hereNow");
  return at ? <RelativeTime at={at} /> : t("never");
}
