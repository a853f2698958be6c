import type { ReactNode } from "react";
import type { State } from "@/components/ui/state-glyph";

/** Somewhere one can go: a line in the navigation, in the palette, and under a shortcut. */
export type Place = {
  id: string;
  href: string;
  label: string;
  icon: ReactNode;
  /** The second key after `g`. */
  key?: string;
  /** Something there needs the person. Said in words for those who do not see the glyph. */
  mark?: { state: State; label: string };
};

export type PlaceGroup = { id: string; label?: string; places: readonly Place[] };
