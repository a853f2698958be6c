"use client";

import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Sheet } from "@/components/ui/sheet";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Avatar } from "@/components/ui/tile";
import type { DemoChoice } from "../loaders";
import { signInHere } from "./begin-sign-in";

export function DemoPeople({ people, next }: { people: readonly DemoChoice[]; next: string }) {
  const t = useTranslations("signIn");
  const [chosen, setChosen] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);

  const choose = async ({ userId }: DemoChoice) => {
    if (chosen) return;
    setChosen(userId);
    setRefused(false);
    if (await signInHere("demo", { userId })) {
      location.assign(next);
      return;
    }
    setChosen(null);
    setRefused(true);
  };

  return (
    <>
      <Sheet>
        <ul>
          {people.map((person) => (
            <li
              key={person.userId}
              className="border-t border-line first:border-t-0 [&:first-child>button]:rounded-t-sheet [&:last-child>button]:rounded-b-sheet"
            >
              <button
                type="button"
                aria-busy={chosen === person.userId}
                onClick={() => void choose(person)}
                className="flex min-h-15 w-full items-center gap-3 px-4 py-2 text-left -outline-offset-2 transition-colors hover:bg-sunken/55"
              >
                <Avatar name={person.name} />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium wrap-anywhere">{person.name}</span>
                  <span className="block text-small text-ink-2">
                    <PersonPlace person={person} />
                  </span>
                </span>
                {chosen === person.userId ? (
                  <StateGlyph state="catchingUp" turning />
                ) : (
                  <ChevronRight aria-hidden className="size-4 flex-none text-ink-3" strokeWidth={1.75} />
                )}
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
      <p role="alert" className="mt-3 text-small text-bad-text empty:hidden">
        {refused && t("errors.unfinished")}
      </p>
    </>
  );
}

function PersonPlace({ person }: { person: DemoChoice }) {
  const t = useTranslations("signIn");
  const locale = useLocale();
  const key = `roles.${person.role}` as "roles.admin";
  const role = t.has(key) ? t(key) : person.role;
  if (person.workspaces.length === 0) return role;
  const workspace = new Intl.ListFormat(locale, { type: "conjunction" }).format(person.workspaces);
  return t("inWorkspace", { role, workspace });
}
