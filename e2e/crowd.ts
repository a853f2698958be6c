// A workspace with 5,000 accounts beside the demo's team, for the stories of whoever looks after many.
import { openDatabase } from "../src/server/db/open-database";
import { makeCrowd } from "../src/testing/crowd";

const db = openDatabase({ url: process.env.DATABASE_URL ?? "", maxConnections: 1 });
try {
  await makeCrowd(db, { name: "Crowd", accounts: 5_000, provider: "outlook", at: new Date(Date.now()) });
} finally {
  await db.close();
}
