"use client";

import { useMutation } from "@tanstack/react-query";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";

/** Another workspace is another world: the page is loaded anew, so that nothing of the old one stays on the screen. */
export function useSwitchWorkspace(onProblem: (problem: ProblemError) => void) {
  const { mutate, isPending, isSuccess } = useMutation<unknown, ProblemError, string>({
    mutationFn: (workspaceId) => send("POST", "/api/v1/me/workspace", { workspaceId }),
    onSuccess: () => location.assign("/"),
    onError: onProblem,
  });
  return { switchTo: (id: string) => mutate(id), pending: isPending || isSuccess };
}
