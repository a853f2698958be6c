import { describe, expect, it } from "vitest";

import { orderGuests } from "./order-guests";

const guests = (...emails: string[]) => emails.map((email) => ({ email, name: null }));
const outside = (listed: ReturnType<typeof guests>, own: string[]) =>
  orderGuests(listed, own).map(({ email, isOutside }) => `${isOutside ? "+" : "-"}${email}`);

describe("orderGuests", () => {
  it("MTG-3 puts who comes from outside first, and keeps the order otherwise", () => {
    const listed = guests("bob@meridian.example", "v@northwind.example", "carol@eu.meridian.example", "w@gmail.com");
    expect(outside(listed, ["alice@meridian.example"])).toEqual([
      "+v@northwind.example",
      "+w@gmail.com",
      "-bob@meridian.example",
      "-carol@eu.meridian.example",
    ]);
  });

  it("MTG-3 takes nobody for a colleague because of an address that anybody may have", () => {
    expect(outside(guests("victor@gmail.com"), ["alice@gmail.com"])).toEqual(["+victor@gmail.com"]);
    expect(outside(guests("a@notmeridian.example"), ["alice@meridian.example"])).toEqual(["+a@notmeridian.example"]);
  });
});
