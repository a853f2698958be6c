import { findEmbeddingOrigins } from "@/server/db/booking/embedding";
import type { Deps } from "@/server/deps";

const bookingPage = /^\/book\/([a-z0-9-]{3,80})$/;
/** As it is stored, checked once more: it becomes a part of a header. */
const origin = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/;

/** The booking page that is asked for as a frame of another page. Null: everything else, which nothing may frame. */
export function embeddedPage(path: string, headers: Headers): string | null {
  const slug = bookingPage.exec(path)?.[1] ?? null;
  return slug === "manage" || headers.get("sec-fetch-dest") !== "iframe" ? null : slug;
}

/** S19. Where that page may be shown: what its configuration lists, and nowhere when that cannot be known. */
export async function loadAncestors({ db, log }: Pick<Deps, "db" | "log">, slug: string): Promise<readonly string[]> {
  try {
    const origins = await db.outsideWorkspace((tx) => findEmbeddingOrigins(tx, slug));
    return origins.filter((each) => origin.test(each));
  } catch (error) {
    log.error("Where a booking page may be embedded cannot be looked up", { error });
    return [];
  }
}
