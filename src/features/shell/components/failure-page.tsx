"use client";

import { BrandMark } from "@/components/ui/brand-mark";
import { Failure } from "./failure";

/** Where not even the shell can be drawn. */
export function FailurePage(props: { error: unknown; retry: () => void }) {
  return (
    <>
      <header className="px-4 py-3.5 tablet:px-[22px]">
        <BrandMark />
      </header>
      <main className="mx-auto w-full max-w-[28rem] px-4 pt-[min(10vh,5rem)] pb-16">
        <Failure {...props} />
      </main>
    </>
  );
}
