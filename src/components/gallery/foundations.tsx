import { Sheet, SheetBody } from "@/components/ui/sheet";
import { colours, type Colour } from "@/components/ui/tokens";

export function Colours() {
  return (
    <Sheet>
      <SheetBody className="grid grid-cols-2 gap-x-6 gap-y-3 tablet:grid-cols-4 desk:grid-cols-6">
        {(Object.keys(colours) as Colour[]).map((name) => (
          <div key={name} className="flex items-center gap-2.5 text-small">
            <svg aria-hidden className="size-6 flex-none rounded-[6px] shadow-[0_0_0_1px_var(--line)]">
              <rect width="24" height="24" fill={`var(--${name})`} />
            </svg>
            {name}
          </div>
        ))}
      </SheetBody>
    </Sheet>
  );
}

const samples = [
  ["title", "text-title-phone tablet:text-title", "Calendar"],
  ["figure", "text-figure", "48,310"],
  ["verdict", "text-verdict-phone tablet:text-verdict", "Everything is proven, last change 2 min ago"],
  ["section", "text-section font-semibold", "People who must act"],
  ["body", "text-body", "You see the calendar as it was at 09:12. Edits you make here are kept and sent later."],
  ["small", "text-small text-ink-2", "Proven 14 s ago: 3 calendars read to the end, 0 differences."],
  ["micro", "text-micro text-ink-3", "112 made, 3,640 not needed"],
  ["mono", "font-mono text-[12.5px]/5", "token.grant_revoked · AADSTS50173 · 4f2a91c"],
] as const;

export function Types() {
  return (
    <Sheet>
      <SheetBody className="grid gap-3">
        {samples.map(([name, classes, words]) => (
          <div key={name} className="grid items-baseline gap-x-6 tablet:grid-cols-[5rem_minmax(0,1fr)]">
            <span className="text-micro text-ink-3">{name}</span>
            <span className={classes}>{words}</span>
          </div>
        ))}
      </SheetBody>
    </Sheet>
  );
}
