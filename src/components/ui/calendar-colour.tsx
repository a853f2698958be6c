/** The colour that the owner gave a calendar: data, drawn as a small square, never as a state. */
export function CalendarColour({ color }: { color: string | null }) {
  const known = color !== null && /^#[0-9a-f]{6}$/i.test(color);
  return (
    <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 flex-none fill-ink-3 forced-color-adjust-none">
      <rect width="10" height="10" rx="2.5" {...(known && { fill: color })} className={known ? "" : "fill-ink-3"} />
    </svg>
  );
}
