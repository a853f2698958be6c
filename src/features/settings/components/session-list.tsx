"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetFoot } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { SessionShape } from "@/server/people/shapes";
import { describeUserAgent } from "./describe-user-agent";

export function SessionList({ sessions }: { sessions: readonly SessionShape[] }) {
  const t = useTranslations("settings.sessions");
  const [asked, setAsked] = useState<SessionShape | "others" | null>(null);
  const { run, pending, problem, reset } = useChange({
    change: (target: SessionShape | "others") =>
      send("DELETE", target === "others" ? "/api/v1/me/sessions" : `/api/v1/me/sessions/${target.id}`),
    onDone: (_, target) => {
      setAsked(null);
      toast.done({ text: t(target === "others" ? "othersEnded" : "ended") });
    },
  });
  const others = sessions.filter((session) => !session.current);
  const close = () => {
    setAsked(null);
    reset();
  };
  const name = useDeviceName();
  const methodName = useMethodName();

  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("device")}</HeadCell>
            <HeadCell>{t("how")}</HeadCell>
            <HeadCell>{t("signedIn")}</HeadCell>
            <HeadCell>{t("lastSeen")}</HeadCell>
            <HeadCell>{t("ends")}</HeadCell>
            <HeadCell right>
              <span className="sr-only">{t("action")}</span>
            </HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <Row key={session.id}>
              <Cell phone="main">
                <NameLines
                  name={name(session.userAgent)}
                  second={session.address === "unknown" ? null : session.address}
                />
              </Cell>
              <Cell className="max-tablet:hidden">{methodName(session.method)}</Cell>
              <Cell phone="hidden">
                <DateTime at={session.createdAt} />
              </Cell>
              <Cell>
                <span className="tablet:hidden">{t("lastSeen")} </span>
                <RelativeTime at={session.lastSeenAt} />
              </Cell>
              <Cell phone="hidden">
                <DateTime at={session.expiresAt} />
              </Cell>
              <Cell right phone="aside">
                {session.current ? (
                  <Badge>{t("thisOne")}</Badge>
                ) : (
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={t("endNamed", { device: name(session.userAgent) })}
                    onClick={() => setAsked(session)}
                  >
                    {t("end")}
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <SheetFoot className="justify-between">
        <span>{others.length === 0 ? t("onlyThis") : t("others", { count: others.length })}</span>
        {others.length > 0 && (
          <Button size="small" onClick={() => setAsked("others")}>
            {t("endOthers")}
          </Button>
        )}
      </SheetFoot>
      <ConfirmDialog
        open={asked !== null}
        onClose={close}
        question={
          asked === "others" || asked === null
            ? t("askOthers", { count: others.length })
            : t("ask", { device: name(asked.userAgent) })
        }
        facts={[
          { name: t("facts.changes"), text: t("facts.changesText") },
          { name: t("facts.stays"), text: t("facts.staysText") },
          { name: t("facts.time"), text: t("facts.timeText") },
        ]}
        action={t(asked === "others" ? "endOthers" : "end")}
        pending={pending}
        problem={<ProblemNotice problem={problem} />}
        onConfirm={() => asked && run(asked)}
      />
    </Sheet>
  );
}

function useDeviceName() {
  const t = useTranslations("settings.sessions");
  return (userAgent: string | null) => {
    const { browser, system } = describeUserAgent(userAgent);
    if (browser && system) return t("browserOn", { browser, system });
    return browser ?? system ?? t("unknownDevice");
  };
}

function useMethodName() {
  const t = useTranslations("settings.sessions");
  return (method: string) => {
    const key = `methods.${method}` as "methods.demo";
    return t.has(key) ? t(key) : method;
  };
}
