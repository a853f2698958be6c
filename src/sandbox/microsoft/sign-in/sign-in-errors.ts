import type { Ground } from "../../kernel/ground";
import { Refusal, type Reply } from "../../kernel/reply";

interface SignInProblem {
  readonly number: number;
  readonly error: string;
  readonly message: string;
  readonly status?: number;
  readonly suberror?: string;
  /** The answer asks for these claims at the next sign-in. */
  readonly claims?: string;
}

const policyClaims =
  '{"access_token":{"capolids":{"essential":true,"values":["5b5a5c0e-0000-4000-8000-00000000c0de"]}}}';

function problem(number: number, error: string, message: string): SignInProblem {
  return { number, error, message };
}

/** The errors of the identity platform by name: AADSTS number, OAuth error and wording. */
export const SIGN_IN_PROBLEMS = {
  AADSTS70008: problem(
    70008,
    "invalid_grant",
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  ),
  AADSTS700082: problem(
    700082,
    "invalid_grant",
    "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.",
  ),
  AADSTS700084: problem(
    700084,
    "invalid_grant",
    "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which can't be extended.",
  ),
  AADSTS70043: {
    ...problem(
      70043,
      "invalid_grant",
      "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
    ),
    suberror: "token_expired",
  },
  AADSTS50173: {
    ...problem(
      50173,
      "invalid_grant",
      "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
    ),
    suberror: "bad_token",
  },
  AADSTS9002313: problem(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid."),
  AADSTS50076: {
    ...problem(
      50076,
      "interaction_required",
      "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
    ),
    suberror: "basic_action",
    claims: policyClaims,
  },
  AADSTS50079: {
    ...problem(
      50079,
      "interaction_required",
      "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication.",
    ),
    suberror: "basic_action",
    claims: policyClaims,
  },
  AADSTS50074: {
    ...problem(50074, "interaction_required", "Strong Authentication is required."),
    suberror: "basic_action",
    claims: policyClaims,
  },
  AADSTS50078: {
    ...problem(
      50078,
      "interaction_required",
      "Presented multi-factor authentication has expired due to policies configured by your administrator.",
    ),
    suberror: "basic_action",
    claims: policyClaims,
  },
  AADSTS50072: {
    ...problem(50072, "interaction_required", "User needs to enroll for second factor authentication (interactive)."),
    suberror: "basic_action",
    claims: policyClaims,
  },
  AADSTS53003: {
    ...problem(
      53003,
      "invalid_grant",
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    ),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS53000: {
    ...problem(53000, "interaction_required", "Device is not in required device state: compliant."),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS53001: {
    ...problem(53001, "interaction_required", "Device is not in required device state: domain_joined."),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS53002: {
    ...problem(
      53002,
      "interaction_required",
      "Application used is not an approved application for conditional access.",
    ),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS530032: {
    ...problem(530032, "interaction_required", "Blocked by a Conditional Access policy."),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS50131: {
    ...problem(50131, "interaction_required", "Device is not in required device state."),
    suberror: "message_only",
    claims: policyClaims,
  },
  AADSTS65001: {
    ...problem(
      65001,
      "invalid_grant",
      "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
    ),
    suberror: "consent_required",
  },
  consent_required: problem(
    65001,
    "consent_required",
    "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
  ),
  interaction_required: problem(
    50058,
    "interaction_required",
    "A silent sign-in request was sent but the user must interact.",
  ),
  login_required: problem(50058, "login_required", "A silent sign-in request was sent but no user is signed in."),
  AADSTS65004: problem(
    65004,
    "access_denied",
    "The resource owner or authorization server denied the request: the user declined to consent to access the app.",
  ),
  AADSTS90094: problem(
    90094,
    "access_denied",
    "The grant requires administrator permission. Ask an administrator to consent to this application.",
  ),
  AADSTS90095: problem(
    90095,
    "access_denied",
    "Admin consent is required. The request for approval was sent to an administrator.",
  ),
  AADSTS50105: problem(
    50105,
    "access_denied",
    "Your administrator has configured the application to block users unless they are specifically granted access to the application.",
  ),
  AADSTS50057: problem(50057, "invalid_grant", "The user account is disabled."),
  AADSTS50034: problem(
    50034,
    "invalid_grant",
    "The user account does not exist in this directory. To sign into this application, the account must be added to the directory.",
  ),
  AADSTS50020: problem(
    50020,
    "invalid_grant",
    "User account from identity provider does not exist in this tenant and cannot access the application in that tenant.",
  ),
  AADSTS51004: problem(51004, "invalid_grant", "The user account does not exist in this directory."),
  AADSTS54005: problem(
    54005,
    "invalid_grant",
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  ),
  AADSTS501481: problem(
    501481,
    "invalid_grant",
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  ),
  AADSTS700005: problem(
    700005,
    "invalid_grant",
    "The provided Authorization Code is intended to use against other tenant, thus rejected.",
  ),
  AADSTS50011: problem(
    50011,
    "invalid_request",
    "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
  ),
  AADSTS900144: problem(
    900144,
    "invalid_request",
    "The request body must contain the required parameters: 'grant_type', 'client_id'.",
  ),
  AADSTS90002: problem(
    90002,
    "invalid_request",
    "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  ),
  AADSTS70003: problem(70003, "unsupported_grant_type", "The app requested an unsupported grant type."),
  AADSTS7000215: {
    ...problem(
      7000215,
      "invalid_client",
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
    ),
    status: 401,
  },
  AADSTS7000222: {
    ...problem(
      7000222,
      "invalid_client",
      "The provided client secret keys for the app are expired. Create new keys for your app in Azure Portal.",
    ),
    status: 401,
  },
  AADSTS7000218: {
    ...problem(
      7000218,
      "invalid_client",
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
    status: 401,
  },
  AADSTS700016: problem(
    700016,
    "unauthorized_client",
    "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  ),
  AADSTS70001: problem(70001, "unauthorized_client", "The application is disabled."),
  AADSTS7000112: problem(7000112, "unauthorized_client", "Application is disabled."),
  AADSTS70011: problem(70011, "invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
  AADSTS28002: problem(
    28002,
    "invalid_scope",
    "Provided value for the input parameter scope is not valid when requesting an access token.",
  ),
  AADSTS50196: problem(
    50196,
    "invalid_grant",
    "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.",
  ),
  AADSTS90033: {
    ...problem(90033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
    status: 503,
  },
  AADSTS90024: {
    ...problem(
      90024,
      "temporarily_unavailable",
      "RequestBudgetExceededError: a transient error has occurred. Please try again.",
    ),
    status: 503,
  },
  AADSTS90006: {
    ...problem(90006, "temporarily_unavailable", "The external server is currently unavailable. Please try again."),
    status: 503,
  },
  AADSTS50033: {
    ...problem(
      50033,
      "temporarily_unavailable",
      "RetryableError: a transient error unrelated to the client has occurred.",
    ),
    status: 503,
  },
  server_error: {
    ...problem(50000, "server_error", "There was an error issuing a token or an issue with our sign-in service."),
    status: 500,
  },
} as const satisfies Record<string, SignInProblem>;

export type SignInProblemName = keyof typeof SIGN_IN_PROBLEMS;

/** The description as it also appears in redirects. */
export function describeProblem(
  ground: Ground,
  name: SignInProblemName,
): { error: string; description: string; body: Record<string, unknown> } {
  const found: SignInProblem = SIGN_IN_PROBLEMS[name];
  const [trace, correlation] = [ground.ids.guid(), ground.ids.guid()];
  const timestamp = `${new Date(ground.clock.now()).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const description = `AADSTS${found.number}: ${found.message}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}\r\nTimestamp: ${timestamp}`;
  const body = {
    error: found.error,
    error_description: description,
    error_codes: [found.number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${found.number}`,
    ...(found.suberror === undefined ? {} : { suberror: found.suberror }),
    ...(found.claims === undefined ? {} : { claims: found.claims }),
  };
  return { error: found.error, description, body };
}

export function signInReply(ground: Ground, name: SignInProblemName): Reply {
  const found: SignInProblem = SIGN_IN_PROBLEMS[name];
  return {
    status: found.status ?? 400,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store, no-cache",
      pragma: "no-cache",
    },
    body: JSON.stringify(describeProblem(ground, name).body),
  };
}

export function refuseSignIn(ground: Ground, name: SignInProblemName): never {
  throw new Refusal(signInReply(ground, name));
}
