/** What a person can be told went wrong. The code is stable: clients and docs/troubleshooting.md refer to it. */
type Entry = { readonly status: number; readonly title: string; readonly detail: string };

/**
 * Each sentence says what happened and what to do next, in words that fit every occurrence; none carries data of the
 * request, so that nothing can leak through it. Add a line here, and an entry in docs/troubleshooting.md.
 */
export const problemCodes = {
  malformed_body: {
    status: 400,
    title: "The request could not be read",
    detail: "The body is not valid JSON. Send one JSON object, encoded as UTF-8.",
  },
  sign_in_required: {
    status: 401,
    title: "You are not signed in",
    detail: "Your session has ended or was never begun. Sign in and try again; nothing was changed.",
  },
  key_not_valid: {
    status: 401,
    title: "The API key is not valid",
    detail: "The key is unknown, expired or revoked. Make a new one in Settings, API keys.",
  },
  metrics_token_required: {
    status: 401,
    title: "Metrics need their token",
    detail: "Send the value of METRICS_TOKEN as a bearer token.",
  },
  cron_secret_required: {
    status: 401,
    title: "The timer needs its secret",
    detail: "Send the value of CRON_SECRET as a bearer token in the Authorization header, nowhere else.",
  },
  not_allowed: {
    status: 403,
    title: "Your role does not include this",
    detail: "Ask an admin of your workspace to do it, or to change your role.",
  },
  scope_missing: {
    status: 403,
    title: "The API key does not include this",
    detail: "Make a key that has the scope named in the documentation of this address.",
  },
  key_not_accepted: {
    status: 403,
    title: "API keys cannot do this",
    detail: "Only a signed-in person can. Open it in the browser.",
  },
  no_workspace: {
    status: 403,
    title: "You are in no workspace",
    detail: "Ask an admin to invite you, then open the link you get.",
  },
  origin_refused: {
    status: 403,
    title: "The request came from another site",
    detail:
      "Changes are accepted from Daykeeper's own pages only. Open Daykeeper and do it there; nothing was changed.",
  },
  other_address: {
    status: 403,
    title: "The invitation is for another address",
    detail: "Sign out, then sign in with the address the invitation was sent to.",
  },
  demo_only: { status: 403, title: "This works in the demo only", detail: "Sign in with Google or Microsoft instead." },
  not_found: {
    status: 404,
    title: "There is nothing here",
    detail: "It was removed, or it belongs to another workspace. Go back and refresh the list.",
  },
  no_such_address: {
    status: 404,
    title: "There is no such address",
    detail: "Compare it with the list in /api/openapi.json.",
  },
  method_not_allowed: {
    status: 405,
    title: "This address does not take that method",
    detail: "The Allow header lists the methods it takes.",
  },
  body_too_slow: {
    status: 408,
    title: "The request took too long to arrive",
    detail: "Nothing was changed. Check the connection and send it again.",
  },
  last_admin: {
    status: 409,
    title: "The workspace needs an admin",
    detail: "This is its last one. Make somebody else an admin first.",
  },
  already_member: {
    status: 409,
    title: "This person is a member already",
    detail: "Change the role in the list of members instead.",
  },
  already_invited: {
    status: 409,
    title: "This address is invited already",
    detail: "Revoke the open invitation first, then invite again.",
  },
  too_many_keys: {
    status: 409,
    title: "The workspace has as many API keys as it may",
    detail: "Revoke one that is no longer used.",
  },
  too_many_addresses: {
    status: 409,
    title: "There are as many addresses as there may be",
    detail: "Remove one that is no longer used.",
  },
  nothing_held: {
    status: 409,
    title: "No deletion waits here any more",
    detail: "It was decided already, or the provider has the events again. Nothing was changed.",
  },
  link_ended: {
    status: 410,
    title: "This link no longer works",
    detail: "It was used, revoked or has expired. Ask for a new one.",
  },
  body_too_large: { status: 413, title: "The request is too large", detail: "Send less at once; nothing was changed." },
  json_required: {
    status: 415,
    title: "The body must be JSON",
    detail: "Send it with the header Content-Type: application/json.",
  },
  address_refused: {
    status: 422,
    title: "We do not send to this address",
    detail:
      "Give an https address that everybody on the Internet can reach, or a number that begins with + and its country.",
  },
  invalid_request: {
    status: 422,
    title: "Some of it does not fit",
    detail: "Correct what is listed under errors and send it again; nothing was changed.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests in a short time",
    detail: "Wait as long as the Retry-After header says, then go on. Nothing was changed.",
  },
  unexpected: {
    status: 500,
    title: "This is our fault",
    detail: "It is recorded under the request id. Try once more; if it happens again, send us that id.",
  },
  database_unavailable: {
    status: 503,
    title: "The database does not answer",
    detail: "Nothing was changed. We keep trying; so can you, in a few seconds.",
  },
  not_ready: {
    status: 503,
    title: "Daykeeper is not ready",
    detail: "It is starting, or a part of it stands still. An instance admin sees which one under Health.",
  },
  provider_not_set_up: {
    status: 409,
    title: "This provider is not set up here",
    detail: "The operator has to register Daykeeper there first. Until then its calendars cannot be connected.",
  },
  connection_needs_you: {
    status: 409,
    title: "This connection needs you first",
    detail: "Reconnect the account; your calendars and history stay. Then try again.",
  },
  connect_denied: {
    status: 403,
    title: "You did not allow it",
    detail: "Nothing was connected. Connect again and allow it when you are ready.",
  },
  connect_needs_admin: {
    status: 403,
    title: "Your company's administrator has to allow it first",
    detail: "Ask them to allow Daykeeper for your company, then connect again. Nothing was connected.",
  },
  connect_policy: {
    status: 403,
    title: "A rule of your company stopped it",
    detail: "Sign in the way your company asks for, such as on its device or with a second factor, then connect again.",
  },
  connect_account_blocked: {
    status: 403,
    title: "The provider does not let this account use us",
    detail: "Your administrator can tell why: the account may be disabled, or not assigned to the application.",
  },
  connect_broken_off: {
    status: 502,
    title: "The provider broke it off",
    detail: "It named no reason that you could act on. Connect again; nothing was changed.",
  },
  connect_unknown: {
    status: 404,
    title: "Nobody asked for this answer",
    detail: "It belongs to no attempt of yours. Begin again with Connect; nothing was changed.",
  },
  connect_used: {
    status: 409,
    title: "This answer was used already",
    detail: "If the account is in the list, all is well. If not, connect again.",
  },
  connect_expired: {
    status: 410,
    title: "It took too long",
    detail: "Connecting has to be finished within 10 minutes. Connect again; nothing was changed.",
  },
  connect_other_person: {
    status: 403,
    title: "Somebody else began this",
    detail: "Sign in as the person who pressed Connect, or connect your own account. Nothing was connected.",
  },
  connect_other_session: {
    status: 403,
    title: "It was begun in another session",
    detail: "For your safety it ends where it began. Connect again here; nothing was connected.",
  },
  connect_other_provider: {
    status: 400,
    title: "The answer came from another provider than was asked",
    detail: "Nothing was connected. Connect again; if it happens twice, tell your operator.",
  },
  connect_other_issuer: {
    status: 400,
    title: "The answer names somebody else as its sender",
    detail: "Nothing was connected. Connect again; if it happens twice, tell your operator.",
  },
  connect_unproven: {
    status: 502,
    title: "The provider did not prove who connected",
    detail: "Nothing was connected. Connect again; if it happens twice, tell your operator.",
  },
  connect_code_refused: {
    status: 502,
    title: "The provider did not take its own code back",
    detail: "It had expired or was used. Connect again; nothing was changed.",
  },
  connect_client_rejected: {
    status: 503,
    title: "The provider does not accept our application",
    detail: "Nothing for you to do; the operator has been told. Nothing was connected.",
  },
  connect_answer_unsound: {
    status: 502,
    title: "The provider's answer cannot be used",
    detail: "Nothing of it was kept. Connect again; if it happens twice, tell your operator.",
  },
  connect_failed: {
    status: 500,
    title: "Connecting failed on our side",
    detail: "It is recorded under the request id. Connect again; if it happens twice, send us that id.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "This key belongs to another request",
    detail: "An idempotency key stands for one request. Choose a new key for another one; nothing was booked.",
  },
  still_booking: {
    status: 409,
    title: "The same request is still on its way",
    detail: "Ask again in a moment with the same key: you get its answer.",
  },
  booking_over: {
    status: 410,
    title: "This appointment is over",
    detail: "It was cancelled, declined or has taken place. Book a new one; nothing was changed.",
  },
  booking_link_over: {
    status: 410,
    title: "This link is over",
    detail: "It lasts until the appointment has taken place. Ask the host for a new one.",
  },
  booking_address_taken: {
    status: 409,
    title: "This address is taken",
    detail: "Another booking page has it. Choose another one; nothing was changed.",
  },
  calendar_is_read_only: {
    status: 409,
    title: "Nothing may be written into this calendar",
    detail:
      "Its person lets Daykeeper only read it, or may only read it themselves. Choose another calendar, or allow writing in its settings; nothing was changed.",
  },
  calendar_takes_bookings: {
    status: 409,
    title: "Bookings are written into this calendar",
    detail: "A booking page has it as somebody's main calendar. Choose another one there first; nothing was changed.",
  },
  too_many_bookings: {
    status: 429,
    title: "Too many bookings",
    detail: "So many invitations to one address, or to this page, look like a mistake. Try again later.",
  },
  provider_away: {
    status: 503,
    title: "The provider does not answer",
    detail: "Nothing was changed. Try again in a few minutes.",
  },
  account_taken: {
    status: 409,
    title: "Somebody else of your workspace has connected this account",
    detail: "Ask them to disconnect it first, or connect another one. Nothing was connected.",
  },
  connect_other_account: {
    status: 409,
    title: "You chose another account",
    detail:
      "Reconnecting repairs the account it is for: choose that one. To add this one, connect it as a new account.",
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problemCodes;

/** The other way of saying no: refusals of rights, which the audit log records. */
export const refusals: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "not_allowed",
  "scope_missing",
  "key_not_accepted",
  "no_workspace",
  "origin_refused",
  "other_address",
]);
