import type { OpeningHours, WeeklyHours } from "../availability/opening-hours";

const officeHours = [{ from: "08:00", until: "18:00" }];

/** Of who never said theirs: those of an office. */
export const usualHours: WeeklyHours = Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, officeHours]));

/** Somebody's own hours, or the usual ones. */
export const workingHours = (zone: string, weekly: WeeklyHours | null): OpeningHours => ({
  zone,
  weekly: weekly ?? usualHours,
  exceptions: [],
});
