"use client";

import * as Primitive from "radix-ui/tooltip";
import { useRef, useState, type ReactNode } from "react";

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
  const trigger = useRef<HTMLButtonElement>(null);
  const [layer, setLayer] = useState<Element | null>(null);
  return (
    <Primitive.Root onOpenChange={() => setLayer(trigger.current?.closest("dialog") ?? null)}>
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
