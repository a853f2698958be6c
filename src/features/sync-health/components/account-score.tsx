"use client";

import { useTranslations } from "next-intl";
import { useServerSentence } from "@/components/api/use-answer-words";
import { ScoreBar } from "@/components/ui/score-bar";
import type { ConnectionHealth, PastDays } from "../schema";

type Props = { connection: ConnectionHealth; past?: PastDays["connections"][number] | undefined };

const DAYS_BACK = 7;

/** MON-2: how well an account does, what makes that up, and how it was a week ago. Lost points say why. */
export function AccountScore({ connection, past }: Props) {
  const t = useTranslations("calendar.score");
  const say = useServerSentence();
  const { score, party } = connection;
  const weekAgo = past?.days.at(-1 - DAYS_BACK)?.day;
  const then = past?.scores.find(({ day }) => day === weekAgo);
  return (
    <ScoreBar
      score={score.score}
      note={then && t("week", { score: then.score })}
      parts={score.parts.map(({ id, points, of, sentence, isProviders }) => ({
        ...{ id, points, of, name: t(`parts.${id}`) },
        ...(points !== null && points < of && { note: isProviders ? t("providers", { party }) : say(sentence) }),
      }))}
    />
  );
}
