import { openApiDocument } from "@/server/http/openapi";
import { readApiDocument } from "./schema";

/** From the function behind /api/openapi.json itself: the page cannot promise anything else. */
export const loadApiDocument = () => readApiDocument(openApiDocument());
