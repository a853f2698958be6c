import { cn } from "./cn";
import { CopyButton } from "./copy-button";

type Props = { text: string; label?: string; onTone?: boolean; className?: string };

/** Codes, ids and commands, to be copied whole. */
export function CodeBlock({ text, label, onTone = false, className }: Props) {
  return (
    <div
      className={cn(
        "flex items-start gap-3 rounded-button py-2.5 pr-2 pl-3.5 max-tablet:flex-col max-tablet:gap-1 max-tablet:pb-0.5",
        onTone ? "bg-surface/62" : "bg-sunken",
        className,
      )}
    >
      <pre className="min-w-0 flex-1 font-mono text-[12.5px]/5 whitespace-pre-wrap text-ink-2 wrap-anywhere">
        {text}
      </pre>
      <CopyButton text={text} {...(label && { label })} className="flex-none max-tablet:-ml-2.5 tablet:-my-1" />
    </div>
  );
}
