"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { startTransition, useEffect, useId, useRef, type MouseEvent, type ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

const places = {
  centre: "m-auto w-[min(100vw-2rem,30rem)] rounded-sheet",
  wide: "m-auto w-[min(100vw-2rem,56rem)] rounded-sheet",
  top: "mx-auto mt-[min(16vh,8rem)] mb-auto w-[min(100vw-2rem,36rem)] rounded-sheet",
  side: "m-0 h-dvh max-h-none w-[min(100vw-3rem,19rem)]",
} as const;

type Props = {
  open: boolean;
  onClose: () => void;
  /** Named by what stands in `title`, or by `label` when no title is shown. */
  title?: ReactNode;
  label?: string;
  place?: keyof typeof places;
  children: ReactNode;
  className?: string;
};

/**
 * The browser's own modal dialog: it keeps the focus inside, makes the page behind inert, closes on Escape and gives
 * the focus back to where it came from.
 */
export function Dialog({ open, onClose, title, label, place = "centre", children, className }: Props) {
  const t = useTranslations("ui");
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    }
    if (!open && element?.open) element.close();
  }, [open]);

  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };

  return (
    <dialog
      ref={dialog}
      // It is closed already: what follows from that need not come before the next picture.
      onClose={() => startTransition(onClose)}
      onClick={closeOnBackdrop}
      {...(title ? { "aria-labelledby": titleId } : { "aria-label": label })}
      className={cn(
        "dialog max-h-[calc(100dvh-2rem)] max-w-none overflow-visible bg-transparent text-ink",
        place === "side" && "dialog-side",
        places[place],
      )}
    >
      {open && (
        <div
          className={cn(
            "max-h-[inherit] overflow-y-auto overscroll-contain bg-raised shadow-float",
            place === "side" ? "h-full" : "rounded-sheet",
            className,
          )}
        >
          {title && (
            <header className="flex items-start gap-3 px-5 pt-4 tablet:px-6 tablet:pt-5">
              <h2 id={titleId} className="mr-auto min-w-0 py-1.5 text-section font-semibold">
                {title}
              </h2>
              <Button look="quiet" size="icon" className="-mr-2" aria-label={t("close")} onClick={onClose}>
                <X aria-hidden strokeWidth={1.75} />
              </Button>
            </header>
          )}
          {children}
        </div>
      )}
    </dialog>
  );
}

export function DialogBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("px-5 pt-1 pb-5 tablet:px-6 tablet:pb-6", className)}>{children}</div>;
}

export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="mt-6 flex flex-wrap justify-end gap-2 max-tablet:flex-col-reverse max-tablet:[&>*]:w-full">
      {children}
    </div>
  );
}
