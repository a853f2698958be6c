import { getTranslations } from "next-intl/server";
import { createElement } from "react";
import type { Place, PlaceGroup } from "@/components/navigation/place";
import { getDeps } from "@/server/deps";
import type { Person } from "@/server/people/person";
import { readMe } from "@/server/people/profile";
import { includesRole } from "@/server/people/roles";
import { placeGroups, type PlaceEntry } from "./catalog";
import type { ShellData } from "./schema";

function isFor(person: Person, { needs }: PlaceEntry): boolean {
  if (needs === undefined) return true;
  if (needs === "overseer") return person.isInstanceAdmin || includesRole(person.role, "manager");
  return includesRole(person.role, needs);
}

export async function loadShell(person: Person, entries: readonly PlaceEntry[], userAgent: string): Promise<ShellData> {
  const [{ user, workspaces, demo }, t, roleWords] = await Promise.all([
    readMe(person),
    getTranslations("shell"),
    getTranslations("settings.members.roles"),
  ]);
  const toPlace = ({ id, href, icon, key }: PlaceEntry): Place => ({
    id,
    href,
    key,
    label: t(`places.${id}`),
    icon: createElement(icon, { "aria-hidden": true, strokeWidth: 1.75 }),
  });
  const groups = placeGroups.map((group): PlaceGroup => {
    const here = entries.filter((entry) => entry.group === group && isFor(person, entry)).map(toPlace);
    return group === "start" ? { id: group, places: here } : { id: group, label: t(`groups.${group}`), places: here };
  });
  return {
    person: { name: user.name, email: user.email, timeZone: user.timeZone },
    workspaces: workspaces.map(({ id, name, role }) => ({
      id,
      name,
      role: roleWords(role),
      current: id === person.workspace?.id,
    })),
    groups: groups.filter((group) => group.places.length > 0),
    demo,
    mac: /Mac|iPhone|iPad/.test(userAgent),
  };
}

export const isDemo = () => getDeps().env.demo;

/** Pages that help to build the product, and are none of it. */
export const showsDeveloperPages = () => isDemo() || getDeps().env.nodeEnv === "development";

export const renderedAtMs = () => getDeps().now().getTime();
