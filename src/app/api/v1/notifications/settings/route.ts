import {
  changeNotificationSettingsContract,
  readNotificationSettingsContract,
} from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { changePreference, loadNotificationSettings } from "@/server/notifications/load-settings";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readNotificationSettingsContract, ({ deps, caller }) => loadNotificationSettings(deps, caller)),
  serve(changeNotificationSettingsContract, ({ deps, caller, body }) => changePreference(deps, caller, body)),
);
