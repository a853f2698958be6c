/** A seeded source of chance: the same seed gives the same run. Never used for real secrets. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string | number) {
    const [a, b, c, d] = spread(String(seed));
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** sfc32: 0 <= value < 1 */
  next(): number {
    return this.uint32() / 4_294_967_296;
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from 0 to below - 1. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  text(alphabet: string, length: number): string {
    let out = "";
    for (let i = 0; i < length; i++) out += alphabet[this.below(alphabet.length)];
    return out;
  }

  /** A source of its own, so that drawing more here does not shift what is drawn there. */
  fork(name: string): Random {
    return new Random(`${this.uint32()}/${name}`);
  }
}

function spread(text: string): [number, number, number, number] {
  const words: number[] = [];
  for (let word = 0; word < 4; word++) {
    let hash = 2_166_136_261 ^ (word * 374_761_393);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
    words.push(hash | 0);
  }
  return words as [number, number, number, number];
}
