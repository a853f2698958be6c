import { Badge } from "@/components/ui/badge";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import { StateGlyph, states } from "@/components/ui/state-glyph";
import { StatusBadge, StatusWord } from "@/components/ui/status-badge";
import { Avatar, Tile } from "@/components/ui/tile";

export function StatesInAllForms() {
  return (
    <Sheet>
      <SheetBody className="grid gap-6">
        <ul className="grid grid-cols-1 gap-x-6 gap-y-3 tablet:grid-cols-2 desk:grid-cols-4">
          {states.map((state) => (
            <li key={state} className="flex items-center gap-4">
              <StateGlyph state={state} className="size-8" />
              <span className="grid justify-items-start gap-1.5">
                <StatusBadge state={state} turning={state === "catchingUp"} />
                <StatusWord state={state} className="pl-[5px]" />
              </span>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center gap-3">
          <StatusWord state="healthy">14 s ago</StatusWord>
          <Badge>Admin</Badge>
          <Badge>This session</Badge>
          <Tile name="Outlook" />
          <Tile name="Meridian" small />
          <Avatar name="Mara Lindqvist" />
          <Avatar name="李小龍" />
          <Avatar name="Élodie" />
        </div>
      </SheetBody>
    </Sheet>
  );
}
