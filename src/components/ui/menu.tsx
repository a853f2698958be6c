"use client";

import { Check } from "lucide-react";
import * as Primitive from "radix-ui/dropdown-menu";
import { Slot } from "radix-ui/slot";
import {
  startTransition,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { cn } from "./cn";

type Props = {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  className?: string;
};

type Opening = { byKeyboard: boolean };

/**
 * Not modal: the page behind can still be scrolled and read. It stays where its button is in the document, so that it
 * also opens over a dialog and belongs to the same landmark. Until it is wanted it is a button and nothing else: a list
 * of forty has forty of them.
 */
export function Menu({ trigger, ...rest }: Props) {
  const [opening, setOpening] = useState<Opening | null>(null);
  const open = (event: MouseEvent) => {
    const byKeyboard = event.detail === 0;
    startTransition(() => setOpening({ byKeyboard }));
  };
  const down = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    startTransition(() => setOpening({ byKeyboard: true }));
  };
  if (opening !== null) return <OpenedMenu trigger={trigger} byKeyboard={opening.byKeyboard} {...rest} />;
  return (
    <Slot aria-haspopup="menu" aria-expanded={false} data-state="closed" onClick={open} onKeyDown={down}>
      {trigger}
    </Slot>
  );
}

const focusFirst = (content: HTMLElement | null) => content?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();

function OpenedMenu({ trigger, children, align = "end", side = "bottom", className, byKeyboard }: Props & Opening) {
  const [first, setFirst] = useState(byKeyboard);
  return (
    <Primitive.Root modal={false} defaultOpen onOpenChange={() => setFirst(false)}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Content
        {...(first && { ref: focusFirst })}
        align={align}
        side={side}
        sideOffset={6}
        collisionPadding={12}
        className={cn(
          "float-in z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 overflow-y-auto rounded-option bg-raised p-1.5 shadow-float",
          className,
        )}
      >
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}

const itemClass = cn(
  "flex min-h-11 w-full cursor-pointer select-none items-center gap-2.5 rounded-small px-2.5 outline-none tablet:min-h-9",
  "data-highlighted:bg-ink/6 data-disabled:cursor-default data-disabled:text-ink-3",
  "[&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-ink-3",
);

export function MenuItem({ className, ...rest }: ComponentProps<typeof Primitive.Item>) {
  return <Primitive.Item className={cn(itemClass, className)} {...rest} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2.5 pt-1.5 pb-1 text-micro text-ink-3">{children}</Primitive.Label>;
}

export function MenuSeparator() {
  return <Primitive.Separator className="mx-1 my-1.5 h-px bg-line" />;
}

type Choice = { value: string; label: ReactNode; icon?: ReactNode };
type ChoicesProps = { value: string; onChange: (value: string) => void; choices: readonly Choice[] };

/** One of several; the chosen one carries the tick. */
export function MenuChoices({ value, onChange, choices }: ChoicesProps) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={onChange}>
      {choices.map((choice) => (
        <Primitive.RadioItem key={choice.value} value={choice.value} className={itemClass}>
          {choice.icon}
          <span className="min-w-0 flex-1">{choice.label}</span>
          <span className="grid size-4 place-items-center">
            <Primitive.ItemIndicator>
              <Check aria-hidden strokeWidth={2} />
            </Primitive.ItemIndicator>
          </span>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}
