"use client";

import { Failure } from "@/features/shell/components/failure";

export default function RootFailure(props: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-content px-4 py-16 tablet:px-6">
      <Failure {...props} />
    </main>
  );
}
