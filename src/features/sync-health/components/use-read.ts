"use client";

import { useQuery } from "@tanstack/react-query";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";

/** Of everything that is read this way. */
export const readKey = ["read"] as const;

/** Reads a route when what it answers is looked at, and again each time it is opened. */
export function useRead<Answer>(path: string, options: { refetchEveryMs?: number; first?: Answer | undefined } = {}) {
  return useQuery<Answer, ProblemError>({
    queryKey: [...readKey, path],
    queryFn: () => send<Answer>("GET", path),
    retry: false,
    networkMode: "always",
    staleTime: 0,
    ...(options.first !== undefined && { initialData: options.first as NonNullable<Answer> }),
    ...(options.refetchEveryMs && { refetchInterval: options.refetchEveryMs }),
  });
}
