"use client";

import { Slot } from "radix-ui/slot";
import * as Primitive from "radix-ui/tooltip";
import { useEffect, useRef, useState, type FocusEvent, type PointerEvent, type ReactNode } from "react";

type Props = { text: ReactNode; children: ReactNode; side?: "top" | "right" | "bottom" | "left" };
type Wish = "pointer" | "keyboard";

const DELAY_MS = 300;

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={DELAY_MS} skipDelayDuration={200}>
      {children}
    </Primitive.Provider>
  );
}

/**
 * Adds to what is already readable, on hover and on focus. Never the only place of a fact. Until somebody points at it, it
 * is its child and nothing else: a page of forty calendars says a hundred times.
 */
export function Tooltip({ children, ...rest }: Props) {
  const [wish, setWish] = useState<Wish | null>(null);
  if (wish !== null)
    return (
      <WantedTooltip wish={wish} {...rest}>
        {children}
      </WantedTooltip>
    );
  return (
    <Slot
      onPointerEnter={({ pointerType }: PointerEvent) => pointerType === "mouse" && setWish("pointer")}
      // A press focuses too, and must still arrive where it was made.
      onFocus={({ target }: FocusEvent) => target.matches(":focus-visible") && setWish("keyboard")}
    >
      {children}
    </Slot>
  );
}

function WantedTooltip({ text, children, side = "top", wish }: Props & { wish: Wish }) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [layer, setLayer] = useState<Element | null>(null);
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setLayer(trigger.current?.closest("dialog") ?? null);
    setOpen(next);
  };

  // Its trigger is drawn anew, and is given what the one before it had: the focus, or the pointer above it.
  useEffect(() => {
    if (wish === "keyboard") {
      trigger.current?.focus();
      return;
    }
    const timer = setTimeout(() => trigger.current?.matches(":hover") && change(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, [wish]);

  return (
    <Primitive.Root open={open} onOpenChange={change}>
      <Primitive.Trigger asChild ref={trigger}>
        {children}
      </Primitive.Trigger>
      {/* A modal dialog lies above everything else of the document, so its tooltips have to be inside of it. */}
      <Primitive.Portal container={layer as HTMLElement | null}>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={12}
          className="float-in z-50 max-w-72 rounded-small bg-raised px-2.5 py-1.5 text-micro text-ink shadow-float"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
