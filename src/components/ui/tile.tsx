import { cn } from "./cn";

/** The initial of a provider or a workspace, until official marks are cleared. */
export function Tile({ name, small = false, className }: { name: string; small?: boolean; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid flex-none place-items-center bg-sunken font-semibold text-ink-2 shadow-[inset_0_0_0_1px_var(--line)]",
        small ? "size-6 rounded-[6px] text-micro" : "size-10 rounded-[10px] text-[17px] tracking-[-0.02em]",
        className,
      )}
    >
      {initial(name)}
    </span>
  );
}

/** First letters of the first and last word of a person's name. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? initial(words[0]) + initial(words.at(-1)) : initial(words[0]);
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-8 flex-none place-items-center rounded-full bg-ink/6 text-micro font-semibold text-ink-2",
        className,
      )}
    >
      {letters}
    </span>
  );
}

function initial(word: string | undefined): string {
  const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word?.trim() ?? "");
  const [first] = graphemes;
  return (first?.segment ?? "?").toUpperCase();
}
