// COPY FROM STDIN for the client that the project has: the floor that bulk writing is measured against.
import type pg from "pg";

type Wire = {
  query: (text: string) => void;
  sendCopyFromChunk: (chunk: Buffer) => void;
  endCopyFrom: () => void;
};

/** What pg hands the connection to: it calls these as the server's messages come. */
class CopyFrom {
  readonly #text: string;
  readonly #data: Buffer;
  readonly #done: (error: Error | null) => void;
  #wire: Wire | null = null;

  constructor(text: string, data: Buffer, done: (error: Error | null) => void) {
    this.#text = text;
    this.#data = data;
    this.#done = done;
  }

  submit(wire: Wire): void {
    this.#wire = wire;
    wire.query(this.#text);
  }
  handleCopyInResponse(): void {
    this.#wire?.sendCopyFromChunk(this.#data);
    this.#wire?.endCopyFrom();
  }
  handleError(error: Error): void {
    this.#done(error);
  }
  handleReadyForQuery(): void {
    this.#done(null);
  }
  handleCommandComplete(): void {
    // The end is told by what comes after it.
  }
}

export function copyRows(client: pg.Client, target: string, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = new CopyFrom(`copy ${target} from stdin`, data, (error) => (error ? reject(error) : resolve()));
    client.query(copy as never);
  });
}

const escape = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");

/** One value in COPY's text format. */
export function toCopyText(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") return escape(JSON.stringify(value));
  return escape(String(value));
}
