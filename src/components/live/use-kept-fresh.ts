"use client";

import { useQuery, type QueryKey } from "@tanstack/react-query";
import { send } from "@/components/api/send";

const everyMs = 30_000;

type Kept<Answer> = { readonly key: QueryKey; readonly path: string; readonly first: Answer };

/** What the server has drawn with, asked again every half minute while somebody looks, and when they come back. */
export function useKeptFresh<Answer>({ key, path, first }: Kept<Answer>) {
  const { data, isError, refetch } = useQuery<Answer>({
    queryKey: key,
    queryFn: () => send<Answer>("GET", path),
    initialData: () => first,
    staleTime: 1_000,
    retry: false,
    networkMode: "always",
    refetchInterval: everyMs,
    refetchOnWindowFocus: "always",
  });
  return { data: data ?? first, isError, refetch };
}
