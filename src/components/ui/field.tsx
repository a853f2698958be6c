import { useId, type ReactNode } from "react";
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

function describedBy(ids: { hintId: string; errorId: string }, { hint, error }: Pick<Props, "hint" | "error">) {
  const parts = [hint && ids.hintId, error && ids.errorId].filter(Boolean).join(" ");
  return { ...(parts && { "aria-describedby": parts }), ...(error && { "aria-invalid": true as const }) };
}

/** Label, control, and below it what to know about it or what is wrong. */
export function Field({ label, hint, error, className, children }: Props) {
  const id = useId();
  const ids = { hintId: `${id}-hint`, errorId: `${id}-error` };
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="w-fit font-medium">
        {label}
      </label>
      {children({ id, ...describedBy(ids, { hint, error }) })}
      <FieldError id={ids.errorId} error={error} />
      {hint && (
        <p id={ids.hintId} className="text-small text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A line of a settings sheet: what it is at the left, the control in the column that all sheets share. */
export function FieldRow({ label, hint, error, className, children }: Props) {
  const id = useId();
  const ids = { hintId: `${id}-hint`, errorId: `${id}-error` };
  return (
    <div
      className={cn(
        "grid items-center gap-x-12 gap-y-2 border-t border-line px-4 py-4 first:border-t-0 tablet:px-6 desk:grid-cols-[minmax(0,1fr)_316px]",
        className,
      )}
    >
      <div className="min-w-0">
        <label htmlFor={id} className="w-fit font-medium">
          {label}
        </label>
        {hint && (
          <p id={ids.hintId} className="max-w-text text-small text-ink-3">
            {hint}
          </p>
        )}
      </div>
      <div className="grid min-w-0 gap-1.5">
        {children({ id, ...describedBy(ids, { hint, error }) })}
        <FieldError id={ids.errorId} error={error} />
      </div>
    </div>
  );
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={id} className="flex gap-1.5 text-small text-bad-text">
      <StateGlyph state="reconnect" className="mt-0.5" />
      <span>{error}</span>
    </p>
  );
}
