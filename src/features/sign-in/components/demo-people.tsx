"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Sheet } from "@/components/ui/sheet";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Avatar } from "@/components/ui/tile";
import type { DemoChoice } from "./arrange-demo-people";
import { signInHere } from "./begin-sign-in";

type Props = { people: { first: readonly DemoChoice[]; more: readonly DemoChoice[] }; next: string };

export function DemoPeople({ people: { first, more }, next }: Props) {
  const t = useTranslations("signIn");
  const [chosen, setChosen] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);

  const choose = async (userId: string) => {
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

  const list = (choices: readonly DemoChoice[]) => (
    <ul>
      {choices.map((person) => (
        <li key={person.userId} className="border-t border-line">
          <PersonButton person={person} busy={chosen === person.userId} onChoose={() => void choose(person.userId)} />
        </li>
      ))}
    </ul>
  );

  return (
    <>
      <Sheet className="overflow-hidden [&>ul>li:first-child]:border-t-0">
        {list(first)}
        {more.length > 0 && (
          <details className="group">
            <summary className="flex min-h-11 items-center justify-between gap-3 border-t border-line px-4 text-small text-ink-2 -outline-offset-2 transition-colors hover:bg-sunken/55 [&::-webkit-details-marker]:hidden">
              {t("more", { count: more.length })}
              <ChevronDown
                aria-hidden
                className="size-4 flex-none text-ink-3 transition-transform duration-180 group-open:rotate-180"
                strokeWidth={1.75}
              />
            </summary>
            {list(more)}
          </details>
        )}
      </Sheet>
      <p role="alert" className="mt-3 text-small text-bad-text empty:hidden">
        {refused && t("errors.unfinished")}
      </p>
    </>
  );
}

function PersonButton({ person, busy, onChoose }: { person: DemoChoice; busy: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-busy={busy}
      onClick={onChoose}
      className="flex min-h-15 w-full items-center gap-3 px-4 py-2 text-left -outline-offset-2 transition-colors hover:bg-sunken/55"
    >
      <Avatar name={person.name} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium wrap-anywhere">{person.name}</span>
        <span className="block text-small text-ink-2">
          <PersonPlace person={person} />
        </span>
      </span>
      {busy ? (
        <StateGlyph state="catchingUp" turning />
      ) : (
        <ChevronRight aria-hidden className="size-4 flex-none text-ink-3" strokeWidth={1.75} />
      )}
    </button>
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
