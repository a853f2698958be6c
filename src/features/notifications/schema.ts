export type { BellShape as BellData } from "@/server/notifications/shapes";

export const bellPath = "/api/v1/notifications";
export const readPath = `${bellPath}/read`;
