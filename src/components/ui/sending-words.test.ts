import { expect, it } from "vitest";

import { toSendingWord } from "./sending-words";

it.each([
  ["http_503", "away"],
  ["http_410", "receiver_gone"],
  ["http_403", "not_allowed"],
  ["http_429", "slow_down"],
  ["http_422", "not_taken"],
  ["smtp_451", "away"],
  ["smtp_550", "not_taken"],
  ["smtp_535", "not_allowed"],
  ["refused_private", "refused"],
  ["econnection", "unreachable"],
  ["timeout", "timeout"],
  ["what nobody knows", "other"],
])("MON-5 says %s in words", (code, word) => {
  expect(toSendingWord(code)).toBe(word);
});
