import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { InstanceShape } from "@/server/people/shapes";

export function WorkspaceTable({ workspaces }: { workspaces: InstanceShape["workspaces"] }) {
  const t = useTranslations("health");
  const { number } = useFormatter();
  return (
    <Sheet>
      <Table>
        <TableHead>
          <Row>
            <HeadCell>{t("name")}</HeadCell>
            <HeadCell right>{t("members")}</HeadCell>
            <HeadCell right>{t("connections")}</HeadCell>
            <HeadCell right>{t("created")}</HeadCell>
            <HeadCell right>{t("lastActivity")}</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {workspaces.map((workspace) => (
            <Row key={workspace.id}>
              <Cell phone="main">
                <NameLines name={workspace.name} />
              </Cell>
              <Cell right phone="aside">
                {number(workspace.members)}{" "}
                <span className="tablet:hidden">{t("membersShort", { count: workspace.members })}</span>
              </Cell>
              <Cell right phone="hidden">
                {number(workspace.connections)}
              </Cell>
              <Cell right phone="hidden">
                <DateTime at={workspace.createdAt} form="date" />
              </Cell>
              <Cell right>
                {workspace.lastActivityAt ? <RelativeTime at={workspace.lastActivityAt} /> : t("never")}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Sheet>
  );
}
