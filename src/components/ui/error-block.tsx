import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CodeBlock } from "./code-block";
import { cn } from "./cn";
import { toneText, type Tone } from "./tone";

type Props = {
  tone: Extract<Tone, "bad" | "away" | "late" | "idle">;
  happened: ReactNode;
  since: ReactNode;
  means: ReactNode;
  next: ReactNode;
  /** The one button, or nothing when there is nothing to do. */
  action?: ReactNode;
  actionNote: ReactNode;
  /** Stable code, the provider's code, request id, time. */
  technical?: string;
  /** Where more can be read about it. */
  help?: ReactNode;
};

/** What happened, since when, what it means, what happens by itself; at the side the one button. Filled only when you must act. */
export function ErrorBlock({ tone, happened, since, means, next, action, actionNote, technical, help }: Props) {
  const t = useTranslations("ui.error");
  const lines = [
    { name: t("happened"), text: <strong className="font-semibold">{happened}</strong> },
    { name: t("since"), text: since },
    { name: t("means"), text: means },
    { name: t("next"), text: next },
  ];
  return (
    <div
      role="group"
      aria-label={t("label")}
      className={cn(
        "grid gap-5 px-4 tablet:px-6 desk:grid-cols-[minmax(0,1fr)_316px] desk:gap-x-12",
        tone === "bad" ? "bg-bad-soft/72 py-4 tablet:py-5" : "py-1",
      )}
    >
      <dl className="grid gap-x-4 tablet:grid-cols-[132px_minmax(0,1fr)] tablet:gap-y-2.5">
        {lines.map(({ name, text }) => (
          <div key={name} className="contents">
            <dt className={cn("text-small font-medium", toneText[tone])}>{name}</dt>
            <dd className="max-tablet:mb-2.5">{text}</dd>
          </div>
        ))}
      </dl>
      <div
        className={cn(
          "flex flex-col gap-2.5 text-small text-ink-2",
          action ? "justify-center desk:text-center [&>p]:text-balance" : "justify-start",
        )}
      >
        {action ?? <strong className="font-semibold text-ink">{t("nothingToDo")}</strong>}
        <p>{actionNote}</p>
      </div>
      {technical && (
        <details className="text-small text-ink-2 desk:col-span-2">
          <summary className="min-h-6 w-fit max-tablet:min-h-11 max-tablet:py-3 marker:text-ink-3">
            {t("technical")}
          </summary>
          <CodeBlock text={technical} onTone={tone === "bad"} className="mt-2" />
          {help && <p className="mt-2">{help}</p>}
        </details>
      )}
    </div>
  );
}
