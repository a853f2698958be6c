"use client";

import * as Primitive from "radix-ui/tooltip";
import type { ReactNode } from "react";

type Props = { text: ReactNode; children: ReactNode; side?: "top" | "right" | "bottom" | "left" };

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={300} skipDelayDuration={200}>
      {children}
    </Primitive.Provider>
  );
}

/** Adds to what is already readable, on hover and on focus. Never the only place of a fact. */
export function Tooltip({ text, children, side = "top" }: Props) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
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
