import type { Random } from "./random";

const BASE32HEX = "0123456789abcdefghijklmnopqrstuv";
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEX = "0123456789abcdef";

/** Identifiers of the shapes the providers use, all drawn from the seeded source. */
export class Ids {
  #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** From here on drawn from another source. */
  drawFrom(random: Random): void {
    this.#random = random;
  }

  base32hex(length = 26): string {
    return this.#random.text(BASE32HEX, length);
  }

  base64url(length: number): string {
    return this.#random.text(BASE64URL, length);
  }

  hex(length: number): string {
    return this.#random.text(HEX, length);
  }

  digits(length: number): string {
    return String(1 + this.#random.below(9)) + this.#random.text("0123456789", length - 1);
  }

  letters(length: number): string {
    return this.#random.text("abcdefghijklmnopqrstuvwxyz", length);
  }

  guid(): string {
    const h = this.hex(32);
    const variant = "89ab"[this.#random.below(4)];
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
  }
}
