import type { Client, GraphError } from "@microsoft/microsoft-graph-client";

export interface Row {
  readonly id: string;
  readonly type?: string;
  readonly seriesMasterId?: string | null;
  readonly subject?: string | null;
  readonly start?: { readonly dateTime: string };
  readonly end?: { readonly dateTime: string };
  readonly "@removed"?: { readonly reason: string };
}

interface Page {
  readonly value: readonly Row[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

/**
 * A reader that knows nothing but what delta links tell it, by the rules of fact sheet 4.3: the last row of an id wins;
 * a row of a series replaces everything known of that series; a removal takes an event and what hangs on it; unknown ids
 * are ignored; a 410 means to begin anew.
 */
export class DeltaReader {
  readonly #api: Client;
  readonly #first: string;
  readonly #pageSize: number;
  #rows = new Map<string, Row>();
  #link: string | null = null;
  resyncs = 0;
  pages = 0;

  constructor(api: Client, first: string, pageSize: number) {
    this.#api = api;
    this.#first = first;
    this.#pageSize = pageSize;
  }

  /** Follows the links to the end of a round. */
  async read(): Promise<void> {
    for (let link = this.#link ?? this.#first; ;) {
      const page = await this.#get(link);
      if (page === "gone") {
        this.resyncs += 1;
        this.#rows = new Map();
        this.#link = null;
        link = this.#first;
        continue;
      }
      this.pages += 1;
      this.#take(page.value);
      const next = page["@odata.nextLink"];
      if (next === undefined) {
        this.#link = page["@odata.deltaLink"] ?? null;
        return;
      }
      link = next;
    }
  }

  async #get(link: string): Promise<Page | "gone"> {
    try {
      return (await this.#api.api(link).header("Prefer", `odata.maxpagesize=${this.#pageSize}`).get()) as Page;
    } catch (error) {
      if ((error as GraphError).statusCode === 410) return "gone";
      throw error;
    }
  }

  /** The rows of a series are never split over pages, so a page says all there is of each series in it. */
  #take(rows: readonly Row[]): void {
    for (const row of rows) this.#forget(row.seriesMasterId ?? row.id);
    for (const row of rows) {
      if (row["@removed"]) this.#forget(row.id);
      else this.#rows.set(row.id, row);
    }
  }

  #forget(id: string): void {
    this.#rows.delete(id);
    for (const row of this.#rows.values()) if (row.seriesMasterId === id) this.#rows.delete(row.id);
  }

  /** What a calendar would draw: masters are never drawn, stubs take their subject from the master. */
  view(): string[] {
    const drawn = [...this.#rows.values()].filter((row) => row.type !== "seriesMaster");
    return drawn
      .map((row) =>
        lineOf(row, row.subject === undefined ? this.#rows.get(row.seriesMasterId ?? "")?.subject : row.subject),
      )
      .sort();
  }
}

function lineOf(row: Row, subject: string | null | undefined): string {
  return `${row.start?.dateTime} ${row.end?.dateTime} ${row.type} ${subject ?? ""} ${row.id}`;
}

/** Everything in the window by plain listing, page by page. */
export async function listView(api: Client, path: string): Promise<string[]> {
  const lines: string[] = [];
  for (let link: string | undefined = path; link !== undefined;) {
    const page = (await api.api(link).get()) as Page;
    lines.push(...page.value.map((row) => lineOf(row, row.subject)));
    link = page["@odata.nextLink"];
  }
  return lines.sort();
}
