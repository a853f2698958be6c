import { cache } from "react";
import { getDeps } from "@/server/deps";
import { loadNotificationSettings } from "@/server/notifications/load-settings";
import { loadBell } from "@/server/notifications/load-bell";
import type { Person } from "@/server/people/person";

const shown = 20;

export const loadOwnBell = cache((person: Person) => loadBell(getDeps(), person, shown));

export const loadOwnNotificationSettings = (person: Person) => loadNotificationSettings(getDeps(), person);
