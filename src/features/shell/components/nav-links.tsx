"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Place, PlaceGroup } from "@/components/navigation/place";
import { StateGlyph } from "@/components/ui/state-glyph";

export function NavLinks({ groups, onGo }: { groups: readonly PlaceGroup[]; onGo?: () => void }) {
  const path = usePathname();
  return (
    <>
      {groups.map((group) => (
        <section key={group.id} {...(group.label && { "aria-labelledby": `nav-${group.id}` })}>
          {group.label && (
            <h2 id={`nav-${group.id}`} className="px-2.5 pb-2 text-micro font-medium text-ink-3">
              {group.label}
            </h2>
          )}
          <ul className="grid gap-px">
            {group.places.map((place) => (
              <li key={place.id}>
                <NavLink place={place} current={path === place.href} {...(onGo && { onGo })} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function NavLink({ place, current, onGo }: { place: Place; current: boolean; onGo?: () => void }) {
  return (
    <Link
      href={place.href}
      prefetch={false}
      {...(current && { "aria-current": "page" as const })}
      {...(onGo && { onClick: onGo })}
      className="flex min-h-11 items-center gap-2.5 rounded-small px-2.5 text-ink-2 transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-ink/6 aria-[current=page]:font-medium aria-[current=page]:text-ink wide:min-h-[34px] [&>svg]:size-4 [&>svg]:flex-none"
    >
      {place.icon}
      <span className="min-w-0 flex-1 truncate">{place.label}</span>
      {place.mark && <StateGlyph state={place.mark.state} label={place.mark.label} className="size-3.5" />}
    </Link>
  );
}
