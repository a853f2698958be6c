/** Who is on the list, as far as it matters for where they come from. */
export type Guest = { readonly email: string; readonly name: string | null };
export type PlacedGuest = Guest & { readonly isOutside: boolean };

/** Addresses there that anybody may have: they say nothing of where somebody belongs. */
const everybodys: ReadonlySet<string> = new Set(
  `aol.com fastmail.com gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mac.com mail.ru me.com
  msn.com outlook.com outlook.de posteo.de proton.me protonmail.com t-online.de web.de yahoo.com yahoo.de`.split(/\s+/),
);

const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1).toLowerCase();
const isWithin = (domain: string, of: string) =>
  domain === of || domain.endsWith(`.${of}`) || of.endsWith(`.${domain}`);

/** MTG-3. Who comes from outside first: they are who a meeting is about. `own` are the addresses of whose calendar it is. */
export function orderGuests(guests: readonly Guest[], own: readonly string[]): readonly PlacedGuest[] {
  const domains = [...new Set(own.map(domainOf))].filter((domain) => domain !== "" && !everybodys.has(domain));
  const placed = guests.map((guest) => {
    const domain = domainOf(guest.email);
    return { ...guest, isOutside: everybodys.has(domain) || !domains.some((one) => isWithin(domain, one)) };
  });
  return placed.toSorted((one, other) => Number(other.isOutside) - Number(one.isOutside));
}
