"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section, Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, NameLines, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Overview } from "../schema";
import { useAction } from "./use-action";
import { useWorkWords } from "./use-work-words";

type Letter = NonNullable<Overview["dead"]>[number];
type Props = { dead: readonly Letter[]; onChanged: () => void };

/** Work that was given up: it waits for somebody to say whether it is tried once more. */
export function DeadLetters({ dead, onChanged }: Props) {
  const t = useTranslations("health.dead");
  return (
    <Section id="dead-letters" title={t("title")} note={t("note", { count: dead.length })}>
      <Sheet>
        {dead.length === 0 ? (
          <p className="px-4 py-4 text-small text-ink-2 tablet:px-6 tablet:py-5">{t("nothing")}</p>
        ) : (
          <Table>
            <TableHead>
              <Row>
                <HeadCell>{t("work")}</HeadCell>
                <HeadCell right>{t("since")}</HeadCell>
                <HeadCell right>
                  <span className="sr-only">{t("action")}</span>
                </HeadCell>
              </Row>
            </TableHead>
            <TableBody>
              {dead.map((letter) => (
                <LetterRow key={letter.id} letter={letter} onChanged={onChanged} />
              ))}
            </TableBody>
          </Table>
        )}
      </Sheet>
    </Section>
  );
}

function LetterRow({ letter, onChanged }: { letter: Letter; onChanged: () => void }) {
  const t = useTranslations("health.dead");
  const { run, isPending } = useAction(onChanged);
  const { sayWork, sayFailure } = useWorkWords();
  const { id, workspaceId, workspaceName, attempts, code, deadAt } = letter;
  const kind = sayWork(letter.kind);
  const decide = (decision: "replay" | "discard") => () =>
    run({
      path: `/api/v1/admin/workspaces/${workspaceId}/work/dead/${id}`,
      body: { decision },
      done: t(decision === "replay" ? "replayed" : "discarded", { kind }),
    });
  return (
    <Row>
      <Cell phone="main">
        <NameLines name={kind} second={workspaceName} className="tablet:mt-1.5" />
        <span className="block max-w-72 text-micro text-ink-2 tablet:mb-1.5" title={code}>
          {t("gaveUp", { attempts, failure: sayFailure(code) })}
        </span>
      </Cell>
      <Cell right phone="aside">
        <RelativeTime at={deadAt} />
      </Cell>
      <Cell right phone="action" className="whitespace-nowrap">
        <Button
          size="small"
          look="quiet"
          pending={isPending}
          aria-label={t("replayNamed", { kind })}
          onClick={decide("replay")}
        >
          {t("replay")}
        </Button>
        <Button
          size="small"
          look="quiet"
          pending={isPending}
          aria-label={t("discardNamed", { kind })}
          onClick={decide("discard")}
        >
          {t("discard")}
        </Button>
      </Cell>
    </Row>
  );
}
