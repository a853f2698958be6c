import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: [
        "title",
        "title-phone",
        "figure",
        "verdict",
        "verdict-phone",
        "section",
        "body",
        "small",
        "micro",
        "input",
      ],
      radius: ["mark", "small", "button", "option", "badge", "sheet"],
      shadow: ["sheet", "float"],
    },
  },
});

/** Joins class names; of two that set the same property the later one stays. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
