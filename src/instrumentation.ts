import type { Instrumentation } from "next";

/** Runs once, before the first request. Only the Node.js server has anything to set up. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { prepareServer } = await import("./server/running/prepare-server");
  await prepareServer();
}

/** What a page throws while it is rendered; the routes of the API report for themselves. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportPageError } = await import("./server/running/report-page-error");
  reportPageError(error, { path: request.path, headers: request.headers, route: context.routePath });
};
