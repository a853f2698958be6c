"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KeyValues } from "@/components/ui/metrics";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { StatusWord } from "@/components/ui/status-badge";
import type { State } from "@/components/ui/state-glyph";
import type { Overview } from "../schema";
import { oldestDue, patienceMinutes } from "./assess-overview";
import { Breakers } from "./breakers";
import { useWorkWords } from "./use-work-words";

type Props = { overview: Overview; onChanged: () => void };
type Shared = NonNullable<Overview["machinery"]>;

/** What does the work: queue and workers for whoever runs the instance, breakers for everybody they concern. */
export function Machinery({ overview, onChanged }: Props) {
  const t = useTranslations("health.machinery");
  const { machinery, breakers, mayAct, checkedAt } = overview;
  return (
    <Section id="machinery" title={t("title")} note={t("note")}>
      <div className="grid gap-5">
        {machinery && (
          <div className="grid gap-5 desk:grid-cols-2">
            <Queue of={machinery} checkedAt={checkedAt} />
            <Workers of={machinery} />
          </div>
        )}
        <Breakers breakers={breakers} mayAct={mayAct} onChanged={onChanged} />
      </div>
    </Section>
  );
}

function Part({ title, state, word, children }: { title: string; state: State; word: ReactNode; children: ReactNode }) {
  return (
    <Sheet className="px-4 py-4 tablet:px-6 tablet:py-5">
      <header className="mb-3 flex items-center justify-between gap-3">
        <h3 className="text-body font-semibold">{title}</h3>
        <StatusWord state={state}>{word}</StatusWord>
      </header>
      {children}
    </Sheet>
  );
}

function Queue({ of, checkedAt }: { of: Shared; checkedAt: string }) {
  const t = useTranslations("health.machinery");
  const { number } = useFormatter();
  const oldest = oldestDue(of);
  const isLate = oldest !== null && Date.parse(checkedAt) - Date.parse(oldest) >= patienceMinutes * 60_000;
  const { sayWork } = useWorkWords();
  const total = (key: "due" | "running") => of.queue.reduce((sum, kind) => sum + kind[key], 0);
  return (
    <Part title={t("queue")} state={isLate ? "late" : "healthy"} word={t(isLate ? "behind" : "inTime")}>
      <KeyValues
        pairs={[
          { id: "due", name: t("due"), value: number(total("due")) },
          { id: "running", name: t("running"), value: number(total("running")) },
          { id: "oldest", name: t("oldest"), value: oldest ? <RelativeTime at={oldest} /> : t("nothingWaits") },
          ...of.queue.map(({ kind, due, running }) => ({
            id: kind,
            name: sayWork(kind),
            value: t("dueAndRunning", { due, running }),
          })),
        ]}
      />
    </Part>
  );
}

function Workers({ of: { workers, database } }: { of: Shared }) {
  const t = useTranslations("health.machinery");
  const alive = workers.filter((worker) => worker.alive).length;
  // Whoever was stopped in order is nobody's worry: each start leaves one.
  const shown = workers.filter((worker) => worker.alive || worker.stoppedAt === null);
  const stopped = workers.filter((worker) => !worker.alive && worker.stoppedAt !== null);
  const lastStopped = stopped
    .flatMap(({ stoppedAt }) => stoppedAt ?? [])
    .toSorted()
    .at(-1);
  return (
    <Part
      title={t("workers")}
      state={alive > 0 ? "healthy" : "reconnect"}
      word={t("aliveOf", { alive, all: shown.length })}
    >
      <KeyValues
        pairs={[
          ...shown.map((worker) => ({
            id: worker.id,
            name: (
              <>
                {worker.kind} {worker.name} <code className="font-mono text-[12.5px]">{worker.version}</code>
              </>
            ),
            value: (
              <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
                <RelativeTime at={worker.lastBeatAt} />
                <StatusWord state={worker.alive ? "healthy" : "late"}>
                  {t(worker.alive ? "alive" : "silent")}
                </StatusWord>
              </span>
            ),
          })),
          ...(lastStopped === undefined
            ? []
            : [
                {
                  id: "stopped",
                  name: t("stopped", { count: stopped.length }),
                  value: t.rich("lastStopped", { time: () => <RelativeTime at={lastStopped} /> }),
                },
              ]),
          {
            id: "database",
            name: t("database"),
            value: t("databaseIs", { version: database.version, count: database.migrations }),
          },
        ]}
      />
      {workers.length === 0 && <p className="text-small text-ink-2">{t("noWorkers")}</p>}
    </Part>
  );
}
