import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui/slot";
import type { ComponentProps, MouseEvent } from "react";
import { cn } from "./cn";
import { StateGlyph } from "./state-glyph";

const buttonClass = cva(
  [
    "relative inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-button font-medium transition-colors",
    "[&_svg]:size-4 [&_svg]:flex-none",
    "disabled:bg-sunken disabled:text-ink-3 disabled:shadow-none aria-disabled:bg-sunken aria-disabled:text-ink-3 aria-disabled:shadow-none",
  ],
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "bg-raised text-ink shadow-sheet hover:bg-sunken in-[.dialog]:bg-ink/6 in-[.dialog]:hover:bg-ink/12",
        quiet: "text-ink-2 hover:bg-sunken hover:text-ink disabled:bg-transparent",
        grave: "bg-ink text-surface hover:bg-ink-2",
      },
      size: {
        normal: "min-h-11 px-3.5 text-body tablet:min-h-9",
        small:
          "min-h-11 rounded-small px-2.5 text-small tablet:min-h-[30px] tablet:after:absolute tablet:after:-inset-[3px]",
        icon: "size-11 text-body tablet:size-9",
      },
      wide: { true: "w-full", false: "" },
    },
    defaultVariants: { look: "secondary", size: "normal", wide: false },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof buttonClass> & { asChild?: boolean; pending?: boolean };

/**
 * The one thing you press. While `pending` it keeps its place and its focus, and ignores further presses:
 * a disabled button would throw the keyboard's focus back to the page.
 */
export function Button({ look, size, wide, asChild, pending = false, className, children, onClick, ...rest }: Props) {
  const classes = cn(buttonClass({ look, size, wide }), className);
  if (asChild)
    return (
      <Slot className={classes} {...(onClick && { onClick })} {...rest}>
        {children}
      </Slot>
    );
  const press = pending ? (event: MouseEvent) => event.preventDefault() : onClick;
  return (
    <button
      type="button"
      className={classes}
      {...(pending && { "aria-disabled": true, "aria-busy": true })}
      {...(press && { onClick: press })}
      {...rest}
    >
      {pending && <StateGlyph state="catchingUp" turning plain className="text-current" />}
      {children}
    </button>
  );
}
