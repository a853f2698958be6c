/** Properties of microsoft.graph.event in v1.0 (fact sheet 4.4). `uid` and `occurrenceId` are beta only. */
export const eventProperties: ReadonlySet<string> = new Set(
  (
    "allowNewTimeProposals attendees body bodyPreview cancelledOccurrences categories changeKey createdDateTime end exceptionOccurrences " +
    "hasAttachments hideAttendees iCalUId id importance isAllDay isCancelled isDraft isOnlineMeeting isOrganizer isReminderOn " +
    "lastModifiedDateTime location locations onlineMeeting onlineMeetingProvider onlineMeetingUrl organizer originalEndTimeZone " +
    "originalStart originalStartTimeZone recurrence reminderMinutesBeforeStart responseRequested responseStatus sensitivity " +
    "seriesMasterId showAs start subject transactionId type webLink calendar instances attachments extensions " +
    "singleValueExtendedProperties multiValueExtendedProperties"
  ).split(" "),
);

/** Properties a request may name in $expand; those the sandbox has nothing for are empty. */
export const expandable: ReadonlySet<string> = new Set([
  "calendar",
  "instances",
  "attachments",
  "extensions",
  "singleValueExtendedProperties",
  "multiValueExtendedProperties",
  "exceptionOccurrences",
]);
