"use client";

import { Failure } from "@/features/shell/components/failure";

/** Inside the shell: the way to everything else stays. */
export default function PageFailure(props: { error: unknown; retry: () => void }) {
  return <Failure {...props} />;
}
