"use client";

import { FailurePage } from "@/features/shell/components/failure-page";
import { fontClasses } from "./fonts";
import "./globals.css";

/** Stands in for the root layout, so it brings the document along. */
export default function GlobalFailure(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={fontClasses}>
      <body className="font-sans">
        <title>Daykeeper</title>
        <FailurePage {...props} />
      </body>
    </html>
  );
}
