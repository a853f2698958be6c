"use client";

import { useMutation } from "@tanstack/react-query";
import type { ProblemError } from "@/components/api/problem";
import { send } from "@/components/api/send";
import { useProblemWords } from "@/components/api/use-problem-words";
import { toast } from "@/components/ui/toast";

type Action = { path: string; body: unknown; done: string };

/** Something done to the machinery: its result is said, and the page asks at once how things are now. */
export function useAction(onChanged: () => void) {
  const words = useProblemWords();
  const { mutate, isPending } = useMutation<unknown, ProblemError, Action>({
    mutationFn: ({ path, body }) => send("POST", path, body),
    onSuccess: (_, { done }) => toast.done({ text: done }),
    onError: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
    onSettled: onChanged,
  });
  return { run: mutate, isPending };
}
