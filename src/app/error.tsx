"use client";

import { FailurePage } from "@/features/shell/components/failure-page";

export default function RootFailure(props: { error: unknown; retry: () => void }) {
  return <FailurePage {...props} />;
}
