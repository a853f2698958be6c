import { describe, expect, it } from "vitest";

import { reword, throwIfNotPlanted } from "./statements";

describe("a mistake that is planted by other words", () => {
  it("is made wherever the words are, and nowhere else", () => {
    const statement = { strings: ["update a set b = ", " where fence = ", ""], values: [1, 2] };
    expect(reword("fence = ", "fence >= ")(statement)).toEqual({
      strings: ["update a set b = ", " where fence >= ", ""],
      values: [1, 2],
    });
    expect(throwIfNotPlanted).not.toThrow();
  });

  it("says which words are not there, to the search too when the product lives with what was thrown", () => {
    const plant = () => reword("and fence = ", "")({ strings: ["select ", ""], values: [1] });
    expect(plant).toThrow('"and fence = " is not in the statement "select ?"');
    expect(throwIfNotPlanted).toThrow('"and fence = " is not in the statement "select ?"');
    expect(throwIfNotPlanted).not.toThrow();
  });
});
