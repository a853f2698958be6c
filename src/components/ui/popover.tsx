"use client";

import * as Primitive from "radix-ui/popover";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  trigger: ReactNode;
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align?: "start" | "end";
  children: ReactNode;
  className?: string;
};

/** What belongs to one button and is no list of commands. The page behind can still be scrolled and read. */
export function Popover({ trigger, label, open, onOpenChange, align = "end", children, className }: Props) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Content
        aria-label={label}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className={cn(
          "float-in z-50 max-h-[min(32rem,var(--radix-popover-content-available-height))] w-[min(24rem,calc(100vw-1.5rem))] overflow-y-auto overscroll-contain rounded-option bg-raised shadow-float outline-none",
          className,
        )}
      >
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}
