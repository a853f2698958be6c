import { redirect } from "../kernel/reply";
import type { ControlRoutes } from "./control-door";

export const pageRoutes: ControlRoutes = {
  "GET /": () => redirect("/_control/"),
};
