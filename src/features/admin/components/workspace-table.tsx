"use client";

import { useFormatter, useTranslations } from "next-intl";
import Link from "next/link";
import { Section, Sheet } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { State } from "@/components/ui/state-glyph";
import { addressOf, type Overview } from "../schema";

type Workspace = Overview["workspaces"][number];

/** A light per workspace: those first where most people must act. */
export function WorkspaceTable({ workspaces }: { workspaces: readonly Workspace[] }) {
  const t = useTranslations("health.workspaces");
  return (
    <Section id="workspaces" title={t("title")} note={t("note", { count: workspaces.length })}>
      <Sheet>
        <Table>
          <TableHead>
            <Row>
              <HeadCell>{t("name")}</HeadCell>
              <HeadCell>{t("state")}</HeadCell>
              <HeadCell right>{t("members")}</HeadCell>
              <HeadCell right>{t("connections")}</HeadCell>
              <HeadCell right>{t("working")}</HeadCell>
              <HeadCell right>{t("acting")}</HeadCell>
              <HeadCell right>{t("outage")}</HeadCell>
              <HeadCell right>{t("failing")}</HeadCell>
              <HeadCell right>{t("paused")}</HeadCell>
            </Row>
          </TableHead>
          <TableBody>
            {workspaces.map((workspace) => (
              <WorkspaceRow key={workspace.workspaceId} of={workspace} />
            ))}
          </TableBody>
        </Table>
      </Sheet>
    </Section>
  );
}

function lightOf({ acting, outage, failing, working }: Workspace): State {
  if (acting > 0) return "reconnect";
  if (outage > 0) return "outage";
  if (failing > 0) return "late";
  return working > 0 ? "healthy" : "paused";
}

function WorkspaceRow({ of }: { of: Workspace }) {
  const t = useTranslations("health.workspaces");
  const { number } = useFormatter();
  const state = lightOf(of);
  return (
    <Row>
      <Cell phone="main">
        <Link href={addressOf({ workspace: of.workspaceId })} prefetch={false} className="font-medium">
          <bdi className="wrap-anywhere">{of.name}</bdi>
        </Link>
      </Cell>
      <Cell phone="aside">
        <StatusWord state={state}>{t(`lights.${state}`, { count: of.acting })}</StatusWord>
      </Cell>
      {[of.members, of.connections, of.working, of.acting, of.outage, of.failing, of.paused].map((figure, index) => (
        <Cell key={index} right phone="hidden">
          {number(figure)}
        </Cell>
      ))}
    </Row>
  );
}
