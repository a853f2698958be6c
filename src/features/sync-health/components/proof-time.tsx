"use client";

import { RelativeTime } from "@/components/ui/relative-time";
import { Tooltip } from "@/components/ui/tooltip";
import { useClock } from "@/components/ui/use-clock";

/** A time that can be checked: opens the runs that prove it. */
export function ProofTime({ at, onOpen }: { at: string; onOpen: () => void }) {
  const { exact } = useClock();
  return (
    <Tooltip text={exact(new Date(at))}>
      <button type="button" className="evidence rounded-mark text-left" onClick={onOpen}>
        <RelativeTime at={at} stop={false} />
      </button>
    </Tooltip>
  );
}
