"use client";

import { Failure } from "@/features/shell/components/failure";
import "./globals.css";

/** Stands in for the root layout, so it brings the document along. */
export default function GlobalFailure(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <main className="mx-auto max-w-content px-4 py-16 tablet:px-6">
          <Failure {...props} />
        </main>
      </body>
    </html>
  );
}
