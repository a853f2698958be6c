import type { ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";
import { StateGlyph } from "./state-glyph";

type Described = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
type Props = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (control: Described) => ReactNode;
};

/** Label, control, and below it the hint or what is wrong. */
export function Field({ label, hint, error, className, children }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="w-fit text-body font-medium">
        {label}
      </label>
      {children({ id, ...(note && { "aria-describedby": noteId }), ...(error && { "aria-invalid": true as const }) })}
      {note && (
        <p id={noteId} className={cn("flex gap-1.5 text-small", error ? "text-bad-text" : "text-ink-3")}>
          {error && <StateGlyph state="reconnect" className="mt-0.5" />}
          <span>{note}</span>
        </p>
      )}
    </div>
  );
}
