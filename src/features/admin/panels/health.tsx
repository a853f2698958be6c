import { Cpu } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { LiveMark, LivePage } from "@/components/live/live-page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { SummaryCards } from "@/components/ui/summary-cards";
import type { Person } from "@/server/people/person";
import type { InstanceShape } from "@/server/people/shapes";
import { InstanceBanner } from "../components/instance-banner";
import { WorkerTable } from "../components/worker-table";
import { WorkspaceTable } from "../components/workspace-table";
import { loadInstance } from "../loaders";

export async function HealthPanel({ person }: { person: Person }) {
  const t = await getTranslations("health");
  const { instance, verdict, lastBeatAt, drawnAtMs } = await loadInstance(person);
  return (
    <LivePage drawnAtMs={drawnAtMs}>
      <PageHeader title={t("title")}>
        <LiveMark />
      </PageHeader>
      <InstanceBanner verdict={verdict} lastBeatAt={lastBeatAt} drawnAt={new Date(drawnAtMs).toISOString()}>
        <InstanceSummary instance={instance} />
      </InstanceBanner>
      <Section id="workspaces" title={t("workspaces")} note={t("workspacesNote")}>
        <WorkspaceTable workspaces={instance.workspaces} />
      </Section>
      <Section id="workers" title={t("workers")} note={t("workersNote")}>
        {instance.workers.length > 0 ? (
          <WorkerTable workers={instance.workers} />
        ) : (
          <Sheet>
            <EmptyState icon={<Cpu />} title={t("noWorkers")}>
              {t("noWorkersMore")}
            </EmptyState>
          </Sheet>
        )}
      </Section>
    </LivePage>
  );
}

async function InstanceSummary({ instance }: { instance: InstanceShape }) {
  const t = await getTranslations("health.cards");
  const { workspaces, workers, queue, database } = instance;
  const members = workspaces.reduce((sum, workspace) => sum + workspace.members, 0);
  const alive = workers.filter((worker) => worker.alive).length;
  const oldest = queue.oldestDueAt;
  return (
    <SummaryCards
      cards={[
        {
          label: t("workspaces"),
          figure: t("number", { value: workspaces.length }),
          why: t("workspacesWhy", { members }),
        },
        {
          label: t("workers"),
          figure: alive > 0 ? t("workersOf", { alive, all: workers.length }) : t("number", { value: 0 }),
          why: t(alive > 0 ? "workersWhy" : "workersNone"),
        },
        {
          label: t("due"),
          figure: t("number", { value: queue.due }),
          why: oldest ? t.rich("dueOldest", { time: () => <RelativeTime at={oldest} /> }) : t("dueNothing"),
        },
        {
          label: t("database"),
          figure: t("version", { version: database.version }),
          why: t("databaseWhy", { count: database.migrations }),
        },
      ]}
    />
  );
}
