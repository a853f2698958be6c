/** "Berlin, UTC+1": the city that stands for the zone, and how far it is from UTC at that instant. */
export function describeZone(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(at);
  const offset =
    parts
      .find((part) => part.type === "timeZoneName")
      ?.value.replace("GMT", "UTC")
      .replace(/\+0$/, "")
      // A line may break at a hyphen, not at a minus.
      .replace("-", "\u2212") ?? "UTC";
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
  return city === offset ? city : `${city}, ${offset}`;
}
