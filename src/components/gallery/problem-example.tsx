"use client";

import { useState } from "react";
import { ProblemError } from "@/components/api/problem";
import { ProblemNotice } from "@/components/api/problem-notice";
import { CounterFilters } from "@/components/ui/summary-cards";

const refusal = new ProblemError({
  type: "/docs/troubleshooting#last_admin",
  title: "The workspace needs an admin",
  status: 409,
  code: "last_admin",
  detail: "This is its last one. Make somebody else an admin first.",
  requestId: "7c1e4f0a-52d9-4b6e-9b0e-3fd1a2c86e11",
});

export function ProblemExample() {
  return (
    <div className="grid gap-3">
      <ProblemNotice problem={refusal} />
      <ProblemNotice problem={new ProblemError(null, { offline: true })} />
      <ProblemNotice problem={new ProblemError(null)} />
    </div>
  );
}

export function CountersExample() {
  const [value, setValue] = useState("all");
  return (
    <CounterFilters
      label="Filter by state"
      value={value}
      onChange={setValue}
      counters={[
        { value: "all", label: "All", figure: "48,310" },
        { value: "healthy", label: "Healthy", figure: "46,902", state: "healthy" },
        { value: "catchingUp", label: "Catching up", figure: "61", state: "catchingUp" },
        { value: "late", label: "Late", figure: "133", state: "late" },
        { value: "outage", label: "Provider", figure: "1,004", state: "outage" },
        { value: "reconnect", label: "Reconnect", figure: "187", state: "reconnect" },
        { value: "disabled", label: "Disabled", figure: "9", state: "disabled" },
        { value: "paused", label: "Paused", figure: "14", state: "paused" },
        { value: "unknown", label: "Unknown", figure: "0", state: "unknown" },
      ]}
    />
  );
}
